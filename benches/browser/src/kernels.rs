//! Every kernel at the shapes that a training step uses it in, one batch at a time.

use dcgan_wasm::kernels::activation::{Activation, activation_gradient, add_bias_and_activate};
use dcgan_wasm::kernels::batch_norm::{self, Batches, Normalization, NormalizationGradients};
use dcgan_wasm::kernels::gemm::{self, Left};
use dcgan_wasm::kernels::shape::{Convolution, KERNEL, MapsShape, Projection, blocks_of};
use dcgan_wasm::kernels::{adam, class_read_out, convolution, direct_convolution, linear, loss, toom_cook};
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::simd::LANES;

/// A kernel with its operands.
pub struct Kernel {
    /// Name and shape, for the table.
    pub name: String,
    /// The floating-point operations of one run; for what is not a product of matrices, an estimate by the formula.
    pub flops: u64,
    /// Runs it once.
    pub run: Box<dyn FnMut()>,
}

impl Kernel {
    fn new(name: impl Into<String>, flops: usize, run: impl FnMut() + 'static) -> Self {
        Self { name: name.into(), flops: flops as u64, run: Box::new(run) }
    }
}

/// Operations of one number's batch normalisation with activation: statistics and normalisation; the way back.
const NORMALIZATION_FLOPS: [usize; 2] = [4 + 5, 6 + 7];
/// Operations of one number's Adam.
const ADAM_FLOPS: usize = 14;
/// Operations of one number's hyperbolic tangent with bias, about; and of its way back.
const TANH_FLOPS: [usize; 2] = [24, 5];
/// Operations of one logit's softplus and sigmoid, about.
const LOSS_FLOPS: usize = 60;

/// All kernels for networks of base width `width` on `batch` images.
pub fn kernels(width: usize, batch: usize, latent: usize) -> Vec<Kernel> {
    let blocks = blocks_of(batch);
    let kernel = KERNEL;
    let inner = Convolution { blocks, height: 7, width: 7, small_channels: 2 * width, large_channels: width, kernel };
    let outer = Convolution { blocks, height: 14, width: 14, small_channels: width, large_channels: 1, kernel };
    let direct = [direct_convolution::halve, direct_convolution::double, direct_convolution::weight_gradient];
    let toom_cook = [toom_cook::halve, toom_cook::double, toom_cook::weight_gradient];
    let patches = [convolution::halve, convolution::double, convolution::weight_gradient];
    [
        microkernels(),
        projection(Projection { latent, maps: inner.small() }),
        convolutions("7-14, direct", inner, direct),
        convolutions("7-14, Toom-Cook", inner, toom_cook),
        convolutions("14-28", outer, patches),
        read_out(inner.small()),
        class_read_out(inner.small()),
        normalizations("7x7", Batches { maps: inner.small(), images: batch }),
        normalizations("14x14", Batches { maps: inner.large(), images: batch }),
        activations(outer.large()),
        vec![losses(batch), adam_update(inner.weights())],
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The product of two 64x64 matrices' strips, tile by tile from packed operands that stay in the cache.
fn microkernels() -> Vec<Kernel> {
    const SIDE: usize = 64;
    let product = |depth: usize| {
        let (left, right) = (numbers(SIDE * depth), numbers(SIDE * depth));
        let mut output = vec![0.0; SIDE * SIDE];
        Kernel::new(format!("microkernel K={depth}"), 2 * SIDE * SIDE * depth, move || {
            let tiles = output.chunks_exact_mut(gemm::ROWS * LANES);
            for (index, output) in tiles.enumerate() {
                let (panel, rows) = (index / (SIDE / gemm::ROWS), index % (SIDE / gemm::ROWS));
                tile(&left[rows * gemm::ROWS * depth..], &right[panel * LANES * depth..], depth, output);
            }
        })
    };
    vec![product(256), product(512)]
}

#[inline(never)]
fn tile(left: &[f32], right: &[f32], depth: usize, output: &mut [f32]) {
    gemm::store(gemm::accumulate(gemm::zero_tile(), Left::packed(left), right, depth), output);
}

fn projection(projection: Projection) -> Vec<Kernel> {
    let flops = 2 * projection.latent * projection.maps.length();
    let (latents, weight) =
        (numbers(projection.maps.blocks * projection.latent * LANES), numbers(projection.weights()));
    let mut maps = numbers(projection.maps.length());
    let (same_latents, gradient_of_maps, mut gradient, mut scratch) =
        (latents.clone(), maps.clone(), numbers(projection.weights()), Vec::new());
    vec![
        Kernel::new("linear", flops, move || linear::project(&projection, &latents, &weight, &mut maps)),
        Kernel::new("linear, weight gradient", flops, move || {
            linear::project_weight_gradient(&projection, &same_latents, &gradient_of_maps, &mut gradient, &mut scratch);
        }),
    ]
}

/// A kernel from two operands to a third.
type Convolve = fn(&Convolution, &[f32], &[f32], &mut [f32], &mut Vec<f32>);

fn convolutions(name: &str, convolution: Convolution, [halve, double, weight_gradient]: [Convolve; 3]) -> Vec<Kernel> {
    let [small, large] = [convolution.small(), convolution.large()].map(|shape| shape.length());
    let flops = 2 * small * convolution.large_channels * convolution.taps();
    let kernel = |what: &str, run: Convolve, [first, second, output]: [usize; 3]| {
        let (first, second, mut output, mut scratch) = (numbers(first), numbers(second), numbers(output), Vec::new());
        Kernel::new(format!("{what} {name}"), flops, move || {
            run(&convolution, &first, &second, &mut output, &mut scratch);
        })
    };
    let weights = convolution.weights();
    vec![
        kernel("halve", halve, [large, weights, small]),
        kernel("double", double, [small, weights, large]),
        kernel("weight gradient", weight_gradient, [small, large, weights]),
    ]
}

fn read_out(shape: MapsShape) -> Vec<Kernel> {
    let flops = 2 * shape.length();
    let (maps, weight) = (numbers(shape.length()), numbers(shape.channels * shape.pixels()));
    let mut logits = numbers(shape.blocks * LANES);
    let (same_maps, same_weight, same_logits) = (maps.clone(), weight.clone(), logits.clone());
    let (gradient_of_logits, mut gradient_of_maps, mut gradient) = (logits.clone(), maps.clone(), weight.clone());
    let (mut scratch, mut other_scratch) = (Vec::new(), Vec::new());
    vec![
        Kernel::new("read-out", flops, move || linear::read_out(&shape, &maps, &weight, &mut logits, &mut scratch)),
        Kernel::new("read-out, input gradient", flops, move || {
            linear::read_out_input_gradient(
                &shape,
                &gradient_of_logits,
                &same_weight,
                &mut gradient_of_maps,
                &mut other_scratch,
            );
        }),
        Kernel::new("read-out, weight gradient", flops, move || {
            linear::read_out_weight_gradient(&shape, &same_maps, &same_logits, &mut gradient);
        }),
    ]
}

fn class_read_out(shape: MapsShape) -> Vec<Kernel> {
    const CLASSES: usize = 100;
    let flops = 2 * shape.length();
    let (maps, weights) = (numbers(shape.length()), numbers(CLASSES * shape.channels * shape.pixels()));
    let classes: Vec<u32> = (0..shape.blocks * LANES).map(|lane| (lane * 37 % CLASSES) as u32).collect();
    let mut logits = numbers(shape.blocks * LANES);
    let (same_maps, same_weights, same_logits) = (maps.clone(), weights.clone(), logits.clone());
    let (gradient_of_logits, mut gradient_of_maps, mut gradient) = (logits.clone(), maps.clone(), weights.clone());
    let (same_classes, other_classes) = (classes.clone(), classes.clone());
    vec![
        Kernel::new("class read-out", flops, move || {
            class_read_out::class_read_out(&shape, &maps, &weights, &classes, &mut logits);
        }),
        Kernel::new("class read-out, input gradient", flops, move || {
            let gradient = &mut gradient_of_maps;
            class_read_out::input_gradient(&shape, &gradient_of_logits, &same_weights, &same_classes, gradient);
        }),
        Kernel::new("class read-out, weight gradient", flops, move || {
            class_read_out::weight_gradient(&shape, &same_maps, &same_logits, &other_classes, &mut gradient);
        }),
    ]
}

fn normalizations(sides: &str, batches: Batches) -> Vec<Kernel> {
    let (length, channels) = (batches.maps.length(), batches.maps.channels);
    let [forward_flops, backward_flops] = NORMALIZATION_FLOPS.map(|flops| flops * length);
    let (scale, shift) = (numbers(channels), numbers(channels));
    let (maps, mut output, mut scratch) = (numbers(length), numbers(length), Vec::new());
    let (mut mean, mut variance) = (vec![0.0; channels], vec![0.0; channels]);
    batch_norm::statistics(&batches, &maps, &mut mean, &mut variance, &mut scratch);
    let (same_maps, same_scale, same_shift) = (maps.clone(), scale.clone(), shift.clone());
    let (same_mean, same_variance) = (mean.clone(), variance.clone());
    let forward = move || {
        batch_norm::statistics(&batches, &maps, &mut mean, &mut variance, &mut scratch);
        let normalization = Normalization { scale: &scale, shift: &shift, mean: &mean, variance: &variance };
        batch_norm::normalize_and_activate(
            &batches,
            Activation::LeakyRelu,
            &maps,
            &normalization,
            &mut output,
            &mut scratch,
        );
    };
    let (output_gradient, mut gradient, mut scratch) = (numbers(length), numbers(length), Vec::new());
    let (mut scale_gradient, mut shift_gradient) = (vec![0.0; channels], vec![0.0; channels]);
    let backward = move || {
        let normalization =
            Normalization { scale: &same_scale, shift: &same_shift, mean: &same_mean, variance: &same_variance };
        let gradients =
            NormalizationGradients { maps: &mut gradient, scale: &mut scale_gradient, shift: &mut shift_gradient };
        batch_norm::gradients(
            &batches,
            Activation::LeakyRelu,
            &same_maps,
            &normalization,
            &output_gradient,
            gradients,
            &mut scratch,
        );
    };
    vec![
        Kernel::new(format!("batch norm {sides}"), forward_flops, forward),
        Kernel::new(format!("batch norm {sides}, gradients"), backward_flops, backward),
    ]
}

fn activations(shape: MapsShape) -> Vec<Kernel> {
    let [forward_flops, backward_flops] = TANH_FLOPS.map(|flops| flops * shape.length());
    let (mut maps, bias) = (numbers(shape.length()), numbers(shape.channels));
    let (output, output_gradient, mut gradient) = (maps.clone(), maps.clone(), maps.clone());
    let (mut bias_gradient, mut scratch) = (bias.clone(), Vec::new());
    vec![
        Kernel::new("bias and tanh", forward_flops, move || {
            add_bias_and_activate(&shape, Activation::Tanh, &mut maps, &bias);
        }),
        Kernel::new("bias and tanh, gradients", backward_flops, move || {
            activation_gradient(
                &shape,
                Activation::Tanh,
                &output,
                &output_gradient,
                &mut gradient,
                &mut bias_gradient,
                &mut scratch,
            );
        }),
    ]
}

fn losses(batch: usize) -> Kernel {
    let logits = numbers(batch);
    Kernel::new("loss and its gradient", LOSS_FLOPS * batch, move || {
        for &logit in &logits {
            std::hint::black_box((loss::softplus(logit), loss::sigmoid(logit)));
        }
    })
}

fn adam_update(count: usize) -> Kernel {
    let (mut variable, gradient) = (numbers(count), numbers(count));
    let (mut mean, mut square) = (vec![0.0; count], vec![1.0; count]);
    let update = adam::AdamUpdate::new(1e-3, 0.5, 0.999, 1e-8, 1);
    Kernel::new("Adam", ADAM_FLOPS * count, move || {
        adam::update(&update, &mut variable, &gradient, &mut mean, &mut square);
    })
}

/// Numbers as a network's are: normally distributed, none of them so small that a processor would take long over it.
fn numbers(count: usize) -> Vec<f32> {
    Random::new(1, Purpose::Latents).standard_normal(count)
}
