/** What each file that the demo fetches has to be, by its path in the package. Made by `cargo xtask build`. */

export const INTEGRITY = {
  'threads/dcgan_wasm_bg.wasm': 'sha256-DhKlFo26sE1pcCuBrIEgrd7KchBBwA/LCZ4bEl2blLw=',
  'relaxed/dcgan_wasm_bg.wasm': 'sha256-kBE5FEHStA1fvRPOdLP69GTNj6eb6hDmeYky5egjNwA=',
  'simd128/dcgan_wasm_bg.wasm': 'sha256-GDMXuWg+hRGd7s7OwHfmOaMas4pNTazFN1ZYZqSQosU=',
  'data/mnist-4096-images-idx3-ubyte.gz': 'sha256-OtunnNtoC8syW4pmyBCxHzMdYX6fG4kUydyrUeKlfRU= sha256-tqjOPlzKBEYzODLqH6XmqLw+dUh9ZMwZwkBzlhhoW0k=',
  'data/mnist-4096-labels-idx1-ubyte.gz': 'sha256-jibiXwaTNbeaIVGZxFiD23f3F6rXElV24vIcmntXJjg= sha256-BFTxrXUyhpjTjeFgFL4IR9+LLN/iQU6L6TnXscrEFsE=',
  'data/judge.safetensors': 'sha256-nKuKBIoMw7rK3fflk2S/z0lPa6Cvg6iB1lfLenDtPAk=',
};
