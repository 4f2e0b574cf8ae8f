//! The JavaScript interface: plain objects as `web.d.ts` declares them, and failures as sentences.

use crate::support::{SHARD_IMAGES, SHARD_LABELS};
use dcgan_wasm::web::{
    ConfigurationObject, CornersObject, Dataset, ShownObject, Trainer, configuration_limits, default_configuration,
    presets,
};
use js_sys::{Array, Error, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const DECLARATIONS: &str = include_str!("../../src/web.d.ts");

fn dataset() -> Dataset {
    Dataset::new(SHARD_IMAGES, SHARD_LABELS).expect("the bundled shard is valid")
}

/// The default configuration with one property changed.
fn configuration_with(property: &str, value: impl Into<JsValue>) -> ConfigurationObject {
    let configuration = default_configuration().expect("the default converts");
    Reflect::set(&configuration, &property.into(), &value.into()).expect("an object takes properties");
    configuration
}

fn message<T>(result: Result<T, JsError>) -> String {
    let error = JsValue::from(result.err().expect("this must be refused"));
    error.dyn_into::<Error>().expect("failures are instances of Error").message().into()
}

fn property(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("an object has properties")
}

/// The property names that `web.d.ts` declares for an interface.
fn declared(interface: &str) -> Vec<String> {
    let body = DECLARATIONS.split(&format!("interface {interface} {{")).nth(1).expect("the interface is declared");
    let body = body.split('}').next().expect("the interface ends");
    let properties = body.lines().filter(|line| line.ends_with(';')).filter_map(|line| line.split_once(':'));
    sorted(properties.map(|(name, _)| name.trim().to_owned()).collect())
}

fn keys(object: &JsValue) -> Vec<String> {
    let keys = Object::keys(object.unchecked_ref::<Object>());
    sorted(keys.iter().map(|key| key.as_string().expect("keys are strings")).collect())
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[wasm_bindgen_test]
fn objects_have_the_declared_properties() {
    let configuration = default_configuration().unwrap();
    let limits = configuration_limits().unwrap();
    let mut trainer = Trainer::new(configuration_with("batchSize", 4), &dataset()).unwrap();
    trainer.watch(true);
    let report = trainer.step().unwrap();
    let anatomy = JsValue::from(trainer.anatomy().expect("the step was watched").numbers().unwrap());
    let objects = [
        ("AdamConfiguration", property(&configuration, "generatorAdam")),
        ("Range", property(&limits, "baseWidth")),
        ("GradientNorm", property(&property(&report, "gradientNorms"), "0")),
        ("Configuration", configuration.into()),
        ("ConfigurationLimits", limits.into()),
        ("StepReport", report.into()),
        ("DiscriminatorNumbers", property(&anatomy, "discriminator")),
        ("GeneratorNumbers", property(&anatomy, "generator")),
        ("AnatomyNumbers", anatomy.clone()),
        ("Movement", property(&property(&anatomy, "generator"), "moved")),
        ("OpinionNumbers", trainer.ask(&[0; 784], None).unwrap().numbers().unwrap().into()),
        ("QuizFacts", trainer.quiz().unwrap().facts().unwrap().into()),
    ];
    for (interface, object) in objects {
        assert_eq!(keys(&object), declared(interface), "{interface}");
    }
}

#[wasm_bindgen_test]
fn every_preset_can_be_trained() {
    let presets = Array::from(presets().unwrap().as_ref());
    let names: Vec<String> = presets.iter().map(|preset| property(&preset, "name").as_string().unwrap()).collect();
    assert_eq!(names, ["fast", "unlabelled", "plain", "answer", "tutorial", "tiny"]);
    assert_eq!(keys(&presets.get(0)), declared("Preset"));
    let dataset = dataset();
    for preset in presets {
        Trainer::new(property(&preset, "configuration").unchecked_into(), &dataset).unwrap();
    }
}

#[wasm_bindgen_test]
fn a_trainer_reports_steps_and_draws_samples() {
    let dataset = dataset();
    assert_eq!(dataset.length(), 4096);
    let configuration = configuration_with("batchSize", 4);
    let before = JSON::stringify(&configuration).unwrap();
    let mut trainer = Trainer::new(configuration, &dataset).unwrap();
    assert_eq!(JSON::stringify(&trainer.configuration().unwrap()).unwrap(), before);

    let report = trainer.step().unwrap();
    assert_eq!((property(&report, "step").as_f64(), trainer.steps_taken()), (Some(1.0), 1.0));
    assert!(property(&report, "generatorLoss").as_f64().unwrap() > 0.0);
    let shown = |name: &str| JsValue::from(name).unchecked_into::<ShownObject>();
    let average = trainer.samples(shown("average"), None).unwrap();
    assert_eq!(average.len(), 64 * 28 * 28);
    assert_ne!(average, trainer.samples(shown("raw"), None).unwrap());
    assert_ne!(average, trainer.samples(shown("average"), Some(7)).unwrap());
    assert!(
        message(trainer.samples(shown("average"), Some(10)))
            .starts_with("The digit is 10, but it must lie between 0 and 9")
    );
    assert!(message(trainer.samples(shown("best"), None)).starts_with("What is shown is neither"));
}

#[wasm_bindgen_test]
fn a_kept_moment_can_be_drawn_and_continued() {
    let mut trainer = Trainer::new(configuration_with("batchSize", 4), &dataset()).unwrap();
    let moment = trainer.keep().unwrap();
    assert!(moment.bytes() > 100_000);
    assert!(trainer.take_turn().unwrap().is_none() && trainer.is_half_way());
    assert!(message(trainer.keep()).starts_with("The step is half taken"));
    assert!(trainer.take_turn().unwrap().is_some());

    let corner =
        r#"[{"sample":0,"digit":null},{"sample":1,"digit":3},{"sample":2,"digit":null},{"sample":63,"digit":9}]"#;
    let corners = || JSON::parse(corner).unwrap().unchecked_into::<CornersObject>();
    let shown = || JsValue::from("raw").unchecked_into::<ShownObject>();
    let now = trainer.imagine(shown(), corners(), &[0.0, 0.0, 0.5, 0.5]).unwrap();
    assert_eq!(now.len(), 2 * 28 * 28);
    assert_ne!(now, trainer.imagine_at(&moment, shown(), corners(), &[0.0, 0.0, 0.5, 0.5]).unwrap());
    let none = JSON::parse("[]").unwrap().unchecked_into();
    assert!(message(trainer.imagine(shown(), none, &[])).starts_with("The corners cannot be read"));

    let same = trainer.configuration().unwrap();
    assert_eq!(trainer.branch(&moment, same).unwrap().steps_taken(), 0.0);
    let wider = configuration_with("baseWidth", 9);
    assert!(message(trainer.branch(&moment, wider)).starts_with("A run cannot be continued with another base width"));
    assert!(message(trainer.ask(&[0; 5], None)).starts_with("The image has 5 pixels"));
}

#[wasm_bindgen_test]
fn a_run_is_written_and_read_with_what_stands_beside_it() {
    let dataset = dataset();
    let mut trainer = Trainer::new(configuration_with("baseWidth", 4), &dataset).unwrap();
    trainer.step().unwrap();
    let file = trainer.checkpoint(&[1.5, -2.0], "notes").unwrap();
    let restored = Trainer::restore(&file, &dataset).unwrap();
    assert_eq!((restored.notes(), restored.history()), ("notes".to_owned(), vec![1.5, -2.0]));
    assert_eq!(restored.take().steps_taken(), 1.0);
    assert!(message(Trainer::restore(&file[..99], &dataset)).starts_with("The run cannot be restored: "));
    trainer.take_turn().unwrap();
    assert!(message(trainer.checkpoint(&[], "")).starts_with("The step is half taken"));
}

#[wasm_bindgen_test]
fn refusals_are_sentences() {
    let dataset = dataset();
    let refusal = |property: &str, value: JsValue| message(Trainer::new(configuration_with(property, value), &dataset));
    assert!(refusal("baseWidth", 1000.into()).starts_with("The base width is 1000, but it must lie between 1 and 128"));
    for (property, value) in [
        ("baseWidth", JsValue::from(12.5)),
        ("seed", JsValue::from(-1)),
        ("generatorLoss", JsValue::from("wasserstein")),
        ("generatorAdam", JsValue::NULL),
    ] {
        let message = refusal(property, value);
        assert!(message.starts_with("The configuration cannot be read: ") && message.ends_with('.'), "{message}");
    }
    assert!(message(Dataset::new(&[1, 2, 3], SHARD_LABELS)).starts_with("The images file cannot be used: "));
}
