//! Cuts a shard out of MNIST's training files: `cargo xtask shard --from DIR --count N`.
//!
//! The shard holds the same share of each digit as the whole set, chosen with a fixed seed and in a random order, in the
//! whole set's own format.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    native::main()
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use anyhow::{Context, ensure};
    use clap::Parser;
    use dcgan_wasm::random::{Purpose, Random};
    use dcgan_wasm::{Dataset, IMAGE_SIDE};
    use std::fs;
    use std::path::{Path, PathBuf};

    /// The seed of the committed shard.
    const SEED: u32 = 0;

    /// Cuts a shard out of MNIST's training files, stratified by digit.
    #[derive(Parser)]
    struct Arguments {
        /// Folder with train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz.
        #[arg(long)]
        from: PathBuf,
        /// How many images to keep.
        #[arg(long, default_value_t = 4096)]
        count: usize,
        /// Folder to write mnist-N-images-idx3-ubyte.gz and mnist-N-labels-idx1-ubyte.gz to.
        #[arg(long, default_value = "data")]
        out: PathBuf,
    }

    pub fn main() -> anyhow::Result<()> {
        let arguments = Arguments::parse();
        let images = read(&arguments.from.join("train-images-idx3-ubyte.gz"))?;
        let labels = read(&arguments.from.join("train-labels-idx1-ubyte.gz"))?;
        let dataset = Dataset::from_idx(&images, &labels)?;
        ensure!(
            (1..=dataset.len()).contains(&arguments.count),
            "The count is {}, but the files hold {} images; choose a count from 1 to that.",
            arguments.count,
            dataset.len()
        );

        let chosen = stratified_choice(dataset.labels(), arguments.count);
        let pixels: Vec<u8> = chosen.iter().flat_map(|&index| dataset.image(index)).copied().collect();
        let labels: Vec<u8> = chosen.iter().map(|&index| dataset.labels()[index]).collect();
        fs::create_dir_all(&arguments.out)?;
        let name = |kind: &str| arguments.out.join(format!("mnist-{}-{kind}-ubyte.gz", arguments.count));
        write(&name("images-idx3"), &[chosen.len(), IMAGE_SIDE, IMAGE_SIDE], &pixels)?;
        write(&name("labels-idx1"), &[chosen.len()], &labels)
    }

    fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
        let advice = || format!("{} cannot be read; name MNIST's folder with --from.", path.display());
        fs::read(path).with_context(advice)
    }

    /// `count` indices in random order, with each label's share as near to its share of `labels` as whole numbers allow.
    fn stratified_choice(labels: &[u8], count: usize) -> Vec<usize> {
        let mut random = Random::new(SEED, Purpose::ImageOrder);
        let mut by_label: Vec<usize> = (0..labels.len()).collect();
        random.shuffle(&mut by_label);
        by_label.sort_by_key(|&index| labels[index]); // Stable, so that each label's images stay shuffled.
        let evenly_spaced = |position: usize| by_label[position * labels.len() / count];
        let mut chosen: Vec<usize> = (0..count).map(evenly_spaced).collect();
        random.shuffle(&mut chosen);
        chosen
    }

    /// Writes an IDX file of bytes, gzipped by Zopfli: as small as gzip gets, since every visitor fetches it. The same input gives the same
    /// file.
    fn write(path: &Path, dimensions: &[usize], elements: &[u8]) -> anyhow::Result<()> {
        const UNSIGNED_BYTE: u8 = 8;
        let mut file = vec![0, 0, UNSIGNED_BYTE, u8::try_from(dimensions.len())?];
        for &dimension in dimensions {
            file.extend(u32::try_from(dimension)?.to_be_bytes());
        }
        file.extend(elements);
        let mut compressed = Vec::new();
        zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, &file[..], &mut compressed)?;
        fs::write(path, &compressed)?;
        println!("{}: {} bytes", path.display(), compressed.len());
        Ok(())
    }
}
