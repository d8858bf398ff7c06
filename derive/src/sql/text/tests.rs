use super::*;

fn message(sql: &str) -> String {
    Text::parse(sql, Part::Statement).err().unwrap_or_default()
}

#[test]
fn there_is_one_text_more_than_holes() {
    for (sql, texts) in [
        ("SELECT 1", &["SELECT 1"][..]),
        ("{}", &["", ""]),
        ("{a}{b}", &["", "", ""]),
        ("a {} b {} c", &["a ", " b ", " c"]),
        ("{{{}}}", &["{", "}"]),
        ("E'\\'{{' {} $a$ {{ $a$", &["E'\\'{' ", " $a$ { $a$"]),
        ("a.{} /* /* ' */ \" */ {}", &["a.", " /* /* ' */ \" */ ", ""]),
    ] {
        let read = Text::parse(sql, Part::Statement);
        let read = read.map(|text| (text.texts, text.holes.len())).unwrap_or_default();
        assert_eq!(read, (texts.iter().map(ToString::to_string).collect(), texts.len() - 1), "{sql}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    for (sql, expected) in [
        ("", "empty"),
        (" \n", "empty"),
        ("SELECT \0", "U+0000"),
        ("{", "`{` is not closed"),
        ("SELECT {a", "`{` is not closed"),
        ("}", "`}` closes nothing"),
        ("{}}", "`}` closes nothing"),
        ("{0}", "no numbers"),
        ("{:>3}", "not formatted"),
        ("{a:?}", "not formatted"),
        ("{ }", "the name of a variable"),
        ("{a.b}", "the name of a variable"),
        ("{a b}", "the name of a variable"),
        ("{}1", "the digit after it"),
        ("LIMIT{}", "`LIMIT` and the placeholder for `{}` would be one name"),
        ("a$1{b}", "would be one name"),
        ("$1", "`$1` is written by the macro"),
        ("a = $1", "`$1` is written by the macro"),
        ("{}$1", "`$1` is written by the macro"),
        ("$a$$a$$2", "`$2` is written by the macro"),
        ("'{}'", "inside a quoted string"),
        ("'it''s {}'", "inside a quoted string"),
        ("E'\\'{}'", "inside a quoted string"),
        ("\"{}\"", "inside a quoted name"),
        ("$$ {} $$", "inside a quoted string"),
        ("$a$ $$ {} $a$", "inside a quoted string"),
        ("-- {}", "inside a comment"),
        ("/* /* */ {} */", "inside a comment"),
        ("'a", "a quoted string in the SQL is not closed"),
        ("'a''", "a quoted string in the SQL is not closed"),
        ("e'a\\'", "a quoted string in the SQL is not closed"),
        ("\"a", "a quoted name in the SQL is not closed"),
        ("$a$ $b$", "a quoted string in the SQL is not closed"),
        ("/* /* */", "a comment in the SQL is not closed"),
    ] {
        let found = message(sql);
        assert!(found.contains(expected), "{sql}: {found}");
    }
}

#[test]
fn a_quote_is_not_an_escape_where_no_e_stands_before_it() {
    for sql in ["'\\' {}", "name'\\' {}", "E '\\' {}", "U&'\\' {}", "\"E\"'\\' {}"] {
        assert_eq!(message(sql), "", "{sql}");
    }
}

#[test]
fn dollars_in_names_are_no_placeholders() {
    for sql in ["a$1", "_$1", "ä$1", "a$$1", "$ 1", "a$b$ {}"] {
        assert_eq!(message(sql), "", "{sql}");
    }
}

#[test]
fn only_an_expression_is_hurt_by_a_comment_at_its_end() {
    assert!(Text::parse("1 -- one", Part::Statement).is_ok());
    assert!(Text::parse("1 -- one\n", Part::Expression).is_ok());
    assert!(Text::parse("1 -- one", Part::Expression).is_err());
}
