//! Quality over steps as a drawing.

use super::measurement::Measurement;
use anyhow::{Result, anyhow};
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (1200, 480);

/// Points of a run's curve: step and value.
type Curve = Vec<(f64, f64)>;

/// Draws the Fréchet distance and the readable share of every run over its steps to the SVG file `path`, with those of the `floor` as
/// lines across.
pub fn draw(measurements: &[Measurement], floor: &Measurement, path: &Path) -> Result<()> {
    let page = SVGBackend::new(path, SIZE).into_drawing_area();
    let failure = |error: &dyn std::fmt::Display| anyhow!("{} cannot be drawn: {error}.", path.display());
    page.fill(&WHITE).map_err(|error| failure(&error))?;
    let panels = page.split_evenly((1, 2));

    let distances = Curves::of(measurements, floor, |of| of.quality.verdict.frechet_distance);
    let (lowest, highest) = distances.bounds();
    let axis = (lowest / 1.5..highest * 1.5).log_scale();
    distances.draw(&panels[0], "Fréchet distance (FID)", axis).map_err(|error| failure(&error))?;
    let readable = Curves::of(measurements, floor, |of| of.quality.verdict.readable);
    readable.draw(&panels[1], "readable share", 0.0..1.0).map_err(|error| failure(&error))?;
    page.present().map_err(|error| failure(&error))
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

    /// The lowest and the highest number.
    fn bounds(&self) -> (f64, f64) {
        let values = self.runs.iter().flat_map(|(_, curve)| curve).map(|&(_, value)| value);
        values.fold((self.floor, self.floor), |(lowest, highest), value| (lowest.min(value), highest.max(value)))
    }

    fn last_step(&self) -> f64 {
        self.runs.iter().flat_map(|(_, curve)| curve).fold(1.0, |last, &(step, _)| last.max(step))
    }

    fn draw<Backend, Axis>(
        &self,
        panel: &DrawingArea<Backend, plotters::coord::Shift>,
        title: &str,
        axis: Axis,
    ) -> Result<(), DrawingAreaErrorKind<Backend::ErrorType>>
    where
        Backend: DrawingBackend,
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
        chart.configure_mesh().x_desc("steps").light_line_style(TRANSPARENT).draw()?;

        let floor = [(steps.start, self.floor), (steps.end, self.floor)];
        chart
            .draw_series(LineSeries::new(floor, BLACK.stroke_width(2)))?
            .label("real images")
            .legend(|at| key(at, &BLACK));
        for (index, (name, curve)) in self.runs.iter().enumerate() {
            let colour = Palette99::pick(index).to_rgba();
            let line = LineSeries::new(curve.clone(), colour.stroke_width(2)).point_size(3);
            chart.draw_series(line)?.label(name).legend(move |at| key(at, &colour));
        }
        chart.configure_series_labels().background_style(WHITE.mix(0.8)).draw()
    }
}

/// The mark of a curve in the legend.
fn key((x, y): (i32, i32), colour: &impl Color) -> PathElement<(i32, i32)> {
    PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2))
}
