//! What JavaScript sees: MNIST as a `Dataset`, a training run as a `Trainer`, configurations and reports as plain objects.
//!
//! Every failure reaches JavaScript as an `Error` whose message is one sentence. The TypeScript declarations of the plain
//! objects are in `web.d.ts`.

use crate::configuration::{Configuration, LIMITS};
use crate::samples::Corner;
use crate::{Preset, Shown, objects};
use js_sys::{JSON, Reflect};
use serde::Serialize;
use std::sync::{Arc, Once};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const PLAIN_OBJECTS: &str = include_str!("web.d.ts");

#[wasm_bindgen]
extern "C" {
    /// A `Configuration` object.
    #[wasm_bindgen(typescript_type = "Configuration")]
    pub type ConfigurationObject;

    /// A `ConfigurationLimits` object.
    #[wasm_bindgen(typescript_type = "ConfigurationLimits")]
    pub type ConfigurationLimitsObject;

    /// An array of `Preset` objects.
    #[wasm_bindgen(typescript_type = "Preset[]")]
    pub type PresetsObject;

    /// `"average"` or `"raw"`.
    #[wasm_bindgen(typescript_type = "Shown")]
    pub type ShownObject;

    /// A `Verdict` object.
    #[wasm_bindgen(typescript_type = "Verdict")]
    pub type VerdictObject;

    /// A `StepReport` object.
    #[wasm_bindgen(typescript_type = "StepReport")]
    pub type StepReportObject;

    /// An `AnatomyNumbers` object.
    #[wasm_bindgen(typescript_type = "AnatomyNumbers")]
    pub type AnatomyObject;

    /// Four `Corner` objects.
    #[wasm_bindgen(typescript_type = "[Corner, Corner, Corner, Corner]")]
    pub type CornersObject;

    /// An `OpinionNumbers` object.
    #[wasm_bindgen(typescript_type = "OpinionNumbers")]
    pub type OpinionObject;

    /// A `QuizFacts` object.
    #[wasm_bindgen(typescript_type = "QuizFacts")]
    pub type QuizObject;
}

/// Makes a panic, which is a defect of this program, say what happened on the console, and to JavaScript as `globalThis.dcganPanic`,
/// instead of only trapping.
#[wasm_bindgen(start)]
pub fn start() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            console_error_panic_hook::hook(panic);
            // Where even this fails, the trap that follows is told without it.
            let _ = Reflect::set(&js_sys::global(), &"dcganPanic".into(), &panic.to_string().into());
        }));
    });
}

/// The configuration that shows digits soon.
#[wasm_bindgen(js_name = defaultConfiguration)]
pub fn default_configuration() -> Result<ConfigurationObject, JsError> {
    to_object(&Configuration::default())
}

/// Every named configuration; the first is the default.
#[wasm_bindgen]
pub fn presets() -> Result<PresetsObject, JsError> {
    to_object(&Preset::ALL)
}

/// The permitted values of every numeric setting.
#[wasm_bindgen(js_name = configurationLimits)]
pub fn configuration_limits() -> Result<ConfigurationLimitsObject, JsError> {
    to_object(&LIMITS)
}

/// Images with labels, parsed once and shared by the trainers made from it.
#[wasm_bindgen]
pub struct Dataset(Arc<crate::Dataset>);

#[wasm_bindgen]
impl Dataset {
    /// Reads a pair of IDX files of 28x28 images and their labels, each gzipped or not.
    #[wasm_bindgen(constructor)]
    pub fn new(images: &[u8], labels: &[u8]) -> Result<Dataset, JsError> {
        Ok(Self(Arc::new(crate::Dataset::from_idx(images, labels)?)))
    }

    /// How many images there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

/// A reader of digits, who says of generated images whether they can be read.
#[wasm_bindgen]
pub struct Judge(crate::Judge);

#[wasm_bindgen]
impl Judge {
    /// Reads `data/judge.safetensors`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Judge, JsError> {
        Ok(Self(crate::Judge::from_safetensors(bytes)?))
    }
}

/// A training run.
#[wasm_bindgen]
pub struct Trainer(crate::Trainer);

#[wasm_bindgen]
impl Trainer {
    /// A new run. The data set stays usable for other runs.
    #[wasm_bindgen(constructor)]
    pub fn new(configuration: ConfigurationObject, dataset: &Dataset) -> Result<Trainer, JsError> {
        let configuration = from_object(configuration)?;
        Ok(Self(crate::Trainer::new(configuration, Arc::clone(&dataset.0))?))
    }

    /// The settings of this run.
    #[wasm_bindgen(getter)]
    pub fn configuration(&self) -> Result<ConfigurationObject, JsError> {
        to_object(self.0.configuration())
    }

    /// How many steps have been taken.
    #[wasm_bindgen(getter, js_name = stepsTaken)]
    pub fn steps_taken(&self) -> f64 {
        self.0.steps_taken() as f64
    }

    /// Takes one whole adversarial step: the discriminator's turn, then the generator's.
    pub fn step(&mut self) -> Result<StepReportObject, JsError> {
        to_object(&self.0.step()?)
    }

    /// Takes the next half of a step; the step's report after its second half.
    #[wasm_bindgen(js_name = takeTurn)]
    pub fn take_turn(&mut self) -> Result<Option<StepReportObject>, JsError> {
        self.0.take_turn()?.map(|report| to_object(&report)).transpose()
    }

    /// Whether G's turn is next.
    #[wasm_bindgen(getter, js_name = isHalfWay)]
    pub fn is_half_way(&self) -> bool {
        self.0.is_half_way()
    }

    /// Looks at turns closely from now on, or no longer.
    pub fn watch(&mut self, is_watched: bool) {
        self.0.watch(is_watched);
    }

    /// The latest turn, if it was looked at.
    pub fn anatomy(&self) -> Option<Anatomy> {
        self.0.anatomy().cloned().map(Anatomy)
    }

    /// Keeps this moment; a step must not be half taken.
    pub fn keep(&mut self) -> Result<Moment, JsError> {
        Ok(Moment(self.0.keep()?))
    }

    /// A run that continues from a moment of this one, with other settings of how is trained.
    pub fn branch(&self, moment: &Moment, configuration: ConfigurationObject) -> Result<Trainer, JsError> {
        Ok(Self(self.0.branch(&moment.0, from_object(configuration)?)?))
    }

    /// What G draws between four corners: 28x28 pixels for each point, of which `points` holds two numbers from 0 to 1.
    pub fn imagine(&self, shown: ShownObject, corners: CornersObject, points: &[f32]) -> Result<Vec<u8>, JsError> {
        Ok(self.0.imagine(shown_from(shown)?, None, corners_from(corners)?, points.as_chunks().0)?)
    }

    /// The same with the weights of a moment of this run.
    #[wasm_bindgen(js_name = imagineAt)]
    pub fn imagine_at(
        &self,
        moment: &Moment,
        shown: ShownObject,
        corners: CornersObject,
        points: &[f32],
    ) -> Result<Vec<u8>, JsError> {
        Ok(self.0.imagine(shown_from(shown)?, Some(&moment.0), corners_from(corners)?, points.as_chunks().0)?)
    }

    /// What D thinks of an image of 28x28 pixels, said to be a digit or not.
    pub fn ask(&self, pixels: &[u8], digit: Option<u8>) -> Result<Opinion, JsError> {
        Ok(Opinion(self.0.ask(pixels, digit)?))
    }

    /// Images to be told apart.
    pub fn quiz(&mut self) -> Result<Quiz, JsError> {
        Ok(Quiz(self.0.quiz()?))
    }

    /// The weights of both networks as a safetensors file whose metadata has `configuration`, a text.
    pub fn weights(&self, configuration: String) -> Result<Vec<u8>, JsError> {
        Ok(self.0.weights([("configuration".to_owned(), configuration)].into())?)
    }

    /// The run as a file, with numbers and a text of the caller's; a step must not be half taken.
    pub fn checkpoint(&self, history: &[f32], notes: &str) -> Result<Vec<u8>, JsError> {
        Ok(self.0.checkpoint(notes, history)?)
    }

    /// The run that a file holds, on the data set that it was trained on. The data set stays usable for other runs.
    pub fn restore(file: &[u8], dataset: &Dataset) -> Result<Restored, JsError> {
        Ok(Restored(crate::Trainer::restore(file, &dataset.0)?))
    }

    /// The images of 64 latent vectors that stay the same through the run: 28x28 grey pixels each, 0 for paper. A digit makes all
    /// of them that digit, where there are labels.
    pub fn samples(&self, shown: ShownObject, digit: Option<u8>) -> Result<Vec<u8>, JsError> {
        Ok(self.0.samples(shown_from(shown)?, digit)?)
    }

    /// What the judge says of `count` images of latent vectors that were never used before. Training goes on as if none had been
    /// drawn.
    pub fn judge(&mut self, judge: &Judge, shown: ShownObject, count: usize) -> Result<VerdictObject, JsError> {
        to_object(&self.0.judge(&judge.0, shown_from(shown)?, count)?)
    }
}

/// A step looked at closely.
#[wasm_bindgen]
pub struct Anatomy(crate::trainer::Anatomy);

#[wasm_bindgen]
impl Anatomy {
    /// All of it but the arrays.
    pub fn numbers(&self) -> Result<AnatomyObject, JsError> {
        to_object(&self.0)
    }

    /// The latent vectors of the generated images of D's turn.
    #[wasm_bindgen(getter)]
    pub fn latents(&self) -> Vec<f32> {
        self.0.latents.clone()
    }

    /// Pixels of the real images.
    #[wasm_bindgen(getter)]
    pub fn real(&self) -> Vec<u8> {
        self.0.discriminator.real.clone()
    }

    /// Pixels of the generated images of D's turn.
    #[wasm_bindgen(getter)]
    pub fn fake(&self) -> Vec<u8> {
        self.0.discriminator.fake.clone()
    }

    /// Pixels of the generated images of G's turn; none while the step is half taken.
    #[wasm_bindgen(getter, js_name = fakeOfGeneratorTurn)]
    pub fn fake_of_generator_turn(&self) -> Vec<u8> {
        self.0.generator.as_ref().map_or(Vec::new(), |turn| turn.fake.clone())
    }

    /// What D tells G of each of their pixels.
    #[wasm_bindgen(getter)]
    pub fn wishes(&self) -> Vec<f32> {
        self.0.generator.as_ref().map_or(Vec::new(), |turn| turn.wishes.clone())
    }
}

/// A moment of a run, to go back to.
#[wasm_bindgen]
pub struct Moment(crate::trainer::Moment);

#[wasm_bindgen]
impl Moment {
    /// The memory that it takes.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> usize {
        self.0.bytes()
    }

    /// Makes room for so many moments like this one, as far as there is any: a memory of WebAssembly never shrinks, so that room once
    /// made is found again. Room that nothing is kept in yet takes none of the machine's memory.
    pub fn reserve(&self, count: usize) {
        let mut room = Vec::<u8>::new();
        // Where there is not as much, moments are kept as long as there is.
        let _ = room.try_reserve_exact(count.saturating_mul(self.0.bytes()));
        std::hint::black_box(&room);
    }
}

/// A run that was read from a file, and what its caller had put beside it.
#[wasm_bindgen]
pub struct Restored(crate::trainer::Restored);

#[wasm_bindgen]
impl Restored {
    /// The text of the caller's.
    #[wasm_bindgen(getter)]
    pub fn notes(&self) -> String {
        self.0.notes.clone()
    }

    /// The numbers of the caller's.
    #[wasm_bindgen(getter)]
    pub fn history(&self) -> Vec<f32> {
        self.0.history.clone()
    }

    /// The run itself; this is gone then.
    pub fn take(self) -> Trainer {
        Trainer(self.0.trainer)
    }
}

/// What D thinks of an image.
#[wasm_bindgen]
pub struct Opinion(crate::trainer::Opinion);

#[wasm_bindgen]
impl Opinion {
    /// All of it but the array.
    pub fn numbers(&self) -> Result<OpinionObject, JsError> {
        to_object(&self.0)
    }

    /// The slope of the logit at each pixel.
    #[wasm_bindgen(getter)]
    pub fn wishes(&self) -> Vec<f32> {
        self.0.wishes.clone()
    }
}

/// Real and generated images.
#[wasm_bindgen]
pub struct Quiz(crate::trainer::Quiz);

#[wasm_bindgen]
impl Quiz {
    /// Which are real, and what D says.
    pub fn facts(&self) -> Result<QuizObject, JsError> {
        to_object(&self.0)
    }

    /// 28x28 pixels each.
    #[wasm_bindgen(getter)]
    pub fn pixels(&self) -> Vec<u8> {
        self.0.pixels.clone()
    }
}

/// Joins the threads that kernels run on, and never returns. For a worker of its own, with the trainer's module and memory.
#[cfg(target_feature = "atomics")]
#[wasm_bindgen(js_name = serveThread)]
pub fn serve_thread() {
    crate::kernels::parallel::serve()
}

/// How many threads kernels run on now: the trainer's, and every one that has joined.
#[cfg(target_feature = "atomics")]
#[wasm_bindgen(js_name = threadCount)]
pub fn thread_count() -> usize {
    crate::kernels::parallel::thread_count()
}

fn from_object(object: ConfigurationObject) -> Result<Configuration, JsError> {
    Ok(objects::configuration(&json(object))?)
}

fn shown_from(object: ShownObject) -> Result<Shown, JsError> {
    Ok(objects::shown(&json(object))?)
}

fn corners_from(object: CornersObject) -> Result<[Corner; 4], JsError> {
    Ok(objects::corners(&json(object))?)
}

/// A plain object as JSON, as which checkpoints hold configurations too; empty for anything that JSON cannot say.
fn json(object: impl Into<JsValue>) -> String {
    JSON::stringify(&object.into()).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn to_object<T: JsCast>(value: &impl Serialize) -> Result<T, JsError> {
    let object = JSON::parse(&serde_json::to_string(value)?).expect("what serde_json writes is JSON");
    Ok(object.unchecked_into())
}
