//! Lines of numbers: each measurement, and the median and the range of those that repeat one with another seed.

use super::measurement::{COLUMNS, Measurement};

/// The numbers of a measurement, or of several taken together.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What was measured.
    pub subject: String,
    /// Which run of it, or how several were taken together.
    pub run: String,
    /// A number, if there is one, for each of [`COLUMNS`].
    pub values: Vec<Option<f64>>,
}

/// A line for each of `measurements`, given the Fréchet distance of the floor. Where several runs of a subject took the
/// same number of steps, they follow each other, and their median, lowest and highest numbers follow them.
pub fn lines(measurements: &[Measurement], floor: f64) -> Vec<Line> {
    let group = |measurement: &&Measurement| {
        let first = measurements.iter().position(|other| other.subject == measurement.subject);
        (first, measurement.effort.map(|effort| effort.step))
    };
    let mut sorted: Vec<&Measurement> = measurements.iter().collect();
    sorted.sort_by_key(group);
    let groups = sorted.chunk_by(|a, b| group(a) == group(b));
    groups
        .map(|group| group.iter().map(|measurement| line(measurement, floor)).collect())
        .flat_map(with_summary)
        .collect()
}

fn line(measurement: &Measurement, floor: f64) -> Line {
    Line {
        subject: measurement.subject.clone(),
        run: measurement.run.clone(),
        values: COLUMNS.iter().map(|column| (column.value)(measurement, floor)).collect(),
    }
}

/// Lines of one group, and what sums them up if there are several.
fn with_summary(mut lines: Vec<Line>) -> Vec<Line> {
    type Summary = (&'static str, fn(&[f64]) -> f64);
    const SUMMARIES: [Summary; 3] =
        [("median", median), ("lowest", |sorted| sorted[0]), ("highest", |sorted| sorted[sorted.len() - 1])];
    if lines.len() > 1 {
        let columns = lines[0].values.len();
        let sorted: Vec<Option<Vec<f64>>> = (0..columns).map(|column| sorted_values(&lines, column)).collect();
        let subject = lines[0].subject.clone();
        lines.extend(SUMMARIES.map(|(run, summary)| Line {
            subject: subject.clone(),
            run: run.into(),
            values: sorted.iter().map(|sorted| sorted.as_deref().map(summary)).collect(),
        }));
    }
    lines
}

/// The numbers of a column in rising order, if all lines have one.
fn sorted_values(lines: &[Line], column: usize) -> Option<Vec<f64>> {
    let mut values = lines.iter().map(|line| line.values[column]).collect::<Option<Vec<f64>>>()?;
    values.sort_by(f64::total_cmp);
    Some(values)
}

/// The middle of numbers in rising order, or the mean of the middle two.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => (sorted[middle - 1] + sorted[middle]) / 2.0,
        _ => sorted[middle],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(run: &str, values: &[Option<f64>]) -> Line {
        Line { subject: "fast".into(), run: run.into(), values: values.to_vec() }
    }

    #[test]
    fn one_run_is_not_summed_up() {
        let lines = vec![line("0", &[Some(1.0)])];
        assert_eq!(with_summary(lines.clone()), lines);
    }

    #[test]
    fn runs_are_summed_up_by_column() {
        let lines = vec![line("0", &[Some(4.0), None]), line("1", &[Some(9.0), None]), line("2", &[Some(2.0), None])];
        let summary = [
            line("median", &[Some(4.0), None]),
            line("lowest", &[Some(2.0), None]),
            line("highest", &[Some(9.0), None]),
        ];
        assert_eq!(with_summary(lines)[3..], summary);
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_middle_two() {
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), 3.0);
    }
}
