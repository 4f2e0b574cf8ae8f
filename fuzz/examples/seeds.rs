//! Writes the inputs that the fuzzer begins with to corpus/: `cargo run --release --example seeds`, in fuzz/.

use dcgan_fuzz::attempts::{IMAGES, idx_files, narrowest};
use dcgan_wasm::{Conditioning, Configuration, GeneratorTurnForm, IMAGE_PIXELS, Preset, Trainer};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    idx()?;
    checkpoints()?;
    for preset in &Preset::ALL {
        write("configuration", preset.name, serde_json::to_string(&preset.configuration)?.as_bytes())?;
    }
    Ok(messages()?)
}

fn write(target: &str, name: &str, contents: &[u8]) -> io::Result<()> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&directory)?;
    fs::write(directory.join(name), contents)
}

fn idx() -> io::Result<()> {
    let [images, labels] = idx_files(&[7; 4 * IMAGE_PIXELS], &[3]);
    for (name, file) in [("images", images), ("labels", labels)] {
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&file)?;
        write("idx", &format!("{name}.gz"), &packed.finish()?)?;
        write("idx", name, &file)?;
        write("idx", &format!("{name}-cut"), &file[..9])?;
    }
    Ok(())
}

fn checkpoints() -> Result<(), Box<dyn std::error::Error>> {
    let plain = || narrowest(Conditioning::None);
    for (name, configuration) in [
        ("plain", plain()),
        ("clusters", Configuration { cluster_count: 2, ..narrowest(Conditioning::Clusters) }),
        ("unfrozen", Configuration { generator_turn: GeneratorTurnForm::StackedUnfrozen, ..plain() }),
        ("bare", Configuration { batch_normalization: false, kernel_size: 5, image_limit: 3, ..plain() }),
    ] {
        let mut run = Trainer::new(configuration, Arc::clone(&IMAGES))?;
        run.step()?;
        write("checkpoint", name, &run.checkpoint("notes", &[0.5])?)?;
    }
    Ok(())
}

fn messages() -> io::Result<()> {
    let corner = |sample: usize, digit: &str| format!(r#"{{"sample":{sample},"digit":{digit}}}"#);
    let corners = [corner(0, "null"), corner(63, "9"), corner(1, "null"), corner(7, "0")].join(",");
    let points: Vec<u8> = [0.0f32, 0.0, 0.5, 1.0].iter().flat_map(|number| number.to_le_bytes()).collect();
    write("messages", "corners", &[format!("[{corners}]\n").as_bytes(), &points].concat())?;
    write("messages", "average", b"\"average\"")?;
    write("messages", "raw", b"\"raw\"")
}
