//! The class of each training image: its label, or a group found by its looks.

use crate::support::{dataset, shard, small_configuration, small_labelled_configuration};
use dcgan_wasm::classes::Classes;
use dcgan_wasm::random::{Purpose, Random};
use dcgan_wasm::{Conditioning, Configuration, Dataset, IMAGE_PIXELS, Trainer, clusters};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Three kinds of images: ink in one of three bands of rows, and some noise.
fn bands(count: usize) -> (Dataset, Vec<usize>) {
    let mut random = Random::new(1, Purpose::Latents);
    let kinds: Vec<usize> = (0..count).map(|_| random.choose(&[0, 1, 2])).collect();
    let mut pixels = Vec::new();
    for kind in &kinds {
        let noise = random.standard_normal(IMAGE_PIXELS);
        pixels.extend(noise.iter().enumerate().map(|(index, noise)| {
            let ink = if index * 3 / IMAGE_PIXELS == *kind { 180.0 } else { 20.0 };
            (ink + 15.0 * noise).clamp(0.0, 255.0) as u8
        }));
    }
    (dataset(&pixels, &vec![0; count]), kinds)
}

/// The classes of the shard's images.
fn classes_of(configuration: &Configuration) -> Vec<u32> {
    let shard = shard();
    let all: Vec<usize> = (0..shard.len()).collect();
    Classes::new(&shard, configuration).expect("the labels are digits").of(&all)
}

#[wasm_bindgen_test(unsupported = test)]
pub fn labels_with_clusters_tell_the_digit_and_one_of_its_looks() {
    let conditioning = Conditioning::LabelsAndClusters;
    let configuration = Configuration { conditioning, cluster_count: 45, ..small_configuration() };
    assert_eq!(configuration.classes(), 40);
    let (shard, classes) = (shard(), Classes::new(&shard(), &configuration).unwrap());
    let all: Vec<usize> = (0..shard.len()).collect();
    let of_images = classes.of(&all);
    assert_eq!(classes.digits_of(&of_images).unwrap(), shard.labels());
    assert_eq!(of_images.into_iter().collect::<HashSet<_>>().len(), 40, "no group is empty");

    let fixed = classes.fixed(64, None).unwrap();
    let in_turn: Vec<u8> = (0..10).cycle().take(64).collect();
    assert_eq!(classes.digits_of(&fixed).unwrap(), in_turn);
    let sevens = classes.fixed(64, Some(7)).unwrap();
    assert_eq!(classes.digits_of(&sevens).unwrap(), [7; 64]);
    assert!(sevens.into_iter().collect::<HashSet<_>>().len() > 1, "sevens have several looks");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn a_digit_that_the_data_lack_can_still_be_asked_for() {
    let ones = dataset(&[9; 3 * IMAGE_PIXELS], &[1, 1, 1]);
    for conditioning in [Conditioning::Labels, Conditioning::LabelsAndClusters] {
        let configuration = Configuration { conditioning, cluster_count: 20, ..small_configuration() };
        let classes = Classes::new(&ones, &configuration).unwrap();
        let sevens = classes.fixed(2, Some(7)).unwrap();
        assert_eq!(classes.digits_of(&sevens).unwrap(), [7, 7]);
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn of_few_images_only_classes_that_they_have_are_shown() {
    let few = shard().first(8);
    for (conditioning, cluster_count) in
        [(Conditioning::Labels, 50), (Conditioning::Clusters, 50), (Conditioning::LabelsAndClusters, 256)]
    {
        let configuration = Configuration { conditioning, cluster_count, ..small_configuration() };
        let classes = Classes::new(&few, &configuration).unwrap();
        let of_images: HashSet<u32> = classes.of(&[0, 1, 2, 3, 4, 5, 6, 7]).into_iter().collect();
        let drawn = classes.drawn(200, &mut Random::new(1, Purpose::FreshLatents));
        for shown in [classes.fixed(200, None).unwrap(), drawn] {
            assert_eq!(shown.len(), 200);
            assert_eq!(shown.into_iter().collect::<HashSet<_>>(), of_images, "{conditioning:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
pub fn clusters_are_the_kinds_of_images_that_there_are() {
    let (dataset, kinds) = bands(200);
    let all: Vec<usize> = (0..200).collect();
    let groups = clusters::of_images(&dataset, &all, 3, &mut Random::new(1, Purpose::Clusters)).unwrap();
    let pairs: HashSet<(usize, u32)> = kinds.into_iter().zip(groups).collect();
    assert_eq!(pairs.len(), 3, "each kind is one group, and each group one kind");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn more_clusters_than_images_are_no_problem() {
    let alike = dataset(&[7; 5 * IMAGE_PIXELS], &[0; 5]);
    let groups = clusters::of_images(&alike, &[0, 1, 2, 3, 4], 9, &mut Random::new(1, Purpose::Clusters)).unwrap();
    assert!(groups.iter().all(|&group| group < 9), "{groups:?}");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn clusters_of_digits_tell_much_about_labels_and_are_the_same_each_time() {
    let configuration =
        Configuration { conditioning: Conditioning::Clusters, cluster_count: 30, ..small_configuration() };
    let shard = shard();
    let groups = classes_of(&configuration);
    assert_eq!(groups, classes_of(&configuration));
    // The share of images whose label is the commonest of their group: one in ten or so if groups were drawn at random.
    let mut labels_of_groups: HashMap<u32, [usize; 10]> = HashMap::new();
    for (&group, &label) in groups.iter().zip(shard.labels()) {
        labels_of_groups.entry(group).or_default()[usize::from(label)] += 1;
    }
    let commonest: usize = labels_of_groups.values().map(|labels| labels.iter().max().unwrap()).sum();
    let purity = commonest as f64 / shard.len() as f64;
    assert!(purity > 0.6, "{purity}");
    assert_eq!(labels_of_groups.len(), 30, "no group is empty");
}

#[wasm_bindgen_test(unsupported = test)]
pub fn labels_are_classes_and_other_labels_than_digits_are_refused() {
    let labels = classes_of(&small_labelled_configuration());
    assert!(labels.iter().zip(shard().labels()).all(|(&class, &label)| class == u32::from(label)));
    assert!(classes_of(&small_configuration()).is_empty());

    let letters = Arc::new(dataset(&[0; 2 * IMAGE_PIXELS], &[3, 25]));
    let refusal = Trainer::new(small_labelled_configuration(), Arc::clone(&letters)).err().unwrap().to_string();
    assert!(refusal.starts_with("The labels file cannot be used: it has the label 25"), "{refusal}");
    Trainer::new(small_configuration(), letters).expect("without labels, any will do");
}
