//! Tables for spreadsheets: a line of names, then the values, by the crate `csv`.

/// A table as text, its lines ended by line feeds.
///
/// # Errors
/// Never in memory; the writer's own signature says so.
pub(super) fn sheet<R>(names: &[&str], rows: impl IntoIterator<Item = R>) -> csv::Result<String>
where
    R: IntoIterator<Item = String>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(names)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| error.into_error().into())
        .map_err(|error: csv::Error| error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Text of others in a cell: a spreadsheet takes some beginnings for a formula and runs it.
pub(super) fn cell(text: &str) -> String {
    let text = text.replace(char::is_control, "?");
    match text.chars().next() {
        Some('=' | '+' | '-' | '@') => format!("'{text}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_line_of_names_and_its_cells_keep_what_they_hold() {
        let rows = [
            vec!["1".to_owned(), "a, b".to_owned()],
            vec!["2".to_owned(), "say \"x\"".to_owned()],
        ];
        assert_eq!(
            sheet(&["n", "text"], rows).unwrap(),
            "n,text\n1,\"a, b\"\n2,\"say \"\"x\"\"\"\n"
        );
    }

    #[test]
    fn text_of_others_is_no_formula() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("@x"), "'@x");
        assert_eq!(cell("easy-walk"), "easy-walk");
        assert_eq!(cell("a\nb"), "a?b");
        assert_eq!(cell(""), "");
    }
}
