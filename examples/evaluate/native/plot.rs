//! Quality over steps as a drawing.

use super::measurement::Measurement;
use anyhow::Result;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (1200, 480);
const LABELS: (&str, u32) = ("sans-serif", 14);

/// Points of a run's curve: step and value.
type Curve = Vec<(f64, f64)>;

/// Draws the Fréchet distance and the readable share of every run over its steps to the SVG file `path`, with those of
/// the `floor` as lines across.
pub fn draw(measurements: &[Measurement], floor: &Measurement, path: &Path) -> Result<()> {
    let page = SVGBackend::new(path, SIZE).into_drawing_area();
    page.fill(&WHITE)?;
    let panels = page.split_evenly((1, 2));
    let distances = Curves::of(measurements, floor, |of| of.quality.verdict.frechet_distance);
    let axis = distances.powers_of_ten().log_scale();
    distances.draw(&panels[0], "FID: Fréchet distance to the test images", axis, SeriesLabelPosition::UpperRight)?;
    let readable = Curves::of(measurements, floor, |of| of.quality.verdict.readable);
    readable.draw(&panels[1], "Readable share", 0.0..1.0, SeriesLabelPosition::LowerRight)?;
    Ok(page.present()?)
}

/// One number over the steps of each run.
struct Curves {
    runs: Vec<(String, Curve)>,
    floor: f64,
}

impl Curves {
    fn of(measurements: &[Measurement], floor: &Measurement, value: fn(&Measurement) -> f64) -> Self {
        let mut runs: Vec<(String, Curve)> = Vec::new();
        for measurement in measurements {
            let Some(effort) = measurement.effort else { continue };
            let name = format!("{}, {}", measurement.subject, measurement.run);
            let point = (effort.step as f64, value(measurement));
            match runs.iter_mut().find(|(run, _)| *run == name) {
                Some((_, curve)) => curve.push(point),
                None => runs.push((name, vec![point])),
            }
        }
        Self { runs, floor: value(floor) }
    }

    /// The powers of ten around all numbers.
    fn powers_of_ten(&self) -> std::ops::Range<f64> {
        let values = self.runs.iter().flat_map(|(_, curve)| curve).map(|&(_, value)| value);
        let exponents = values.chain([self.floor]).map(f64::log10);
        let (lowest, highest) = exponents.fold((f64::INFINITY, f64::NEG_INFINITY), |(lowest, highest), exponent| {
            (exponent.floor().min(lowest), exponent.ceil().max(highest))
        });
        10f64.powf(lowest)..10f64.powf(highest)
    }

    fn last_step(&self) -> f64 {
        self.runs.iter().flat_map(|(_, curve)| curve).fold(1.0, |last, &(step, _)| last.max(step))
    }

    fn draw<Axis>(
        &self,
        panel: &DrawingArea<SVGBackend, Shift>,
        title: &str,
        axis: Axis,
        legend: SeriesLabelPosition,
    ) -> Result<()>
    where
        Axis: AsRangedCoord<Value = f64>,
        Axis::CoordDescType: ValueFormatter<f64>,
    {
        let steps = 0.0..self.last_step();
        let mut chart = ChartBuilder::on(panel)
            .caption(title, ("sans-serif", 20))
            .margin(16)
            .x_label_area_size(40)
            .y_label_area_size(60)
            .build_cartesian_2d(steps.clone(), axis)?;
        let mut mesh = chart.configure_mesh();
        mesh.x_labels(6).x_label_formatter(&|step| step.to_string()).x_desc("steps").label_style(LABELS).draw()?;

        let floor = LineSeries::new([(steps.start, self.floor), (steps.end, self.floor)], BLACK.stroke_width(2));
        chart.draw_series(floor)?.label("real images").legend(|at| key(at, &BLACK));
        for (index, (name, curve)) in self.runs.iter().enumerate() {
            let colour = Palette99::pick(index).to_rgba();
            let line = LineSeries::new(curve.clone(), colour.stroke_width(2)).point_size(3);
            chart.draw_series(line)?.label(name).legend(move |at| key(at, &colour));
        }
        let background = WHITE.mix(0.8);
        Ok(chart.configure_series_labels().position(legend).label_font(LABELS).background_style(background).draw()?)
    }
}

/// The mark of a curve in the legend.
fn key((x, y): (i32, i32), colour: &impl Color) -> PathElement<(i32, i32)> {
    PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2))
}
