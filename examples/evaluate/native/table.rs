//! A report as a table for the terminal.

use super::measurement::COLUMNS;
use super::report::Line;

/// The table, a row for each of `lines`: words to the left, numbers to the right.
pub fn table(lines: &[Line]) -> String {
    let header = ["subject", "run"].into_iter().chain(COLUMNS.iter().map(|column| column.name)).map(String::from);
    let rows: Vec<Vec<String>> = std::iter::once(header.collect()).chain(lines.iter().map(cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    rows.iter().map(|row| aligned(row, &widths)).collect()
}

fn cells(line: &Line) -> Vec<String> {
    let numbers = line.values.iter().zip(&COLUMNS).map(|(value, column)| match value {
        Some(value) => format!("{value:.*}", column.decimals),
        None => "-".into(),
    });
    [line.subject.clone(), line.run.clone()].into_iter().chain(numbers).collect()
}

fn aligned(cells: &[String], widths: &[usize]) -> String {
    const WORDS: usize = 2;
    let mut row = String::new();
    for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        row += &if column < WORDS { format!("{cell:<width$}  ") } else { format!("{cell:>width$}  ") };
    }
    row.trim_end().to_owned() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned() {
        let line = |subject: &str, step: Option<f64>| {
            let mut values = vec![None; COLUMNS.len()];
            values[0] = step;
            Line { subject: subject.into(), run: "0".into(), values }
        };
        let table = table(&[line("fast", Some(12345.0)), line("unlabelled", None)]);
        let rows: Vec<&str> = table.lines().map(|row| &row[..22]).collect();
        assert_eq!(rows, ["subject     run   step", "fast        0    12345", "unlabelled  0        -"]);
    }
}
