//! A report as comma-separated values.

use super::measurement::COLUMNS;
use super::report::Line;
use anyhow::Result;
use std::io::Write;

/// Writes a row for each of `lines` with all decimals; a number that there is none of is empty.
pub fn write(lines: &[Line], file: impl Write) -> Result<()> {
    let mut rows = csv::Writer::from_writer(file);
    rows.write_record(["subject", "run"].into_iter().chain(COLUMNS.iter().map(|column| column.name)))?;
    for Line { subject, run, values } in lines {
        let number = |value: &Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        rows.write_record([subject.clone(), run.clone()].into_iter().chain(values.iter().map(number)))?;
    }
    Ok(rows.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_a_field_for_each_column() {
        let values = (0..COLUMNS.len()).map(|column| (column % 2 == 0).then_some(column as f64 / 8.0)).collect();
        let mut file = Vec::new();
        write(&[Line { subject: "a, b".into(), run: "0".into(), values }], &mut file).unwrap();
        let text = String::from_utf8(file).unwrap();
        assert!(text.starts_with("subject,run,step,"), "{text}");
        assert!(text.ends_with("\"a, b\",0,0,,0.25,,0.5,,0.75,,1,,1.25,,1.5,,1.75,,2\n"), "{text}");
    }
}
