//! Reads the text of raw SQL: the holes for arguments, and enough of SQL to know what is quoted.

#[cfg(test)]
mod tests;

/// A text that is cut at its holes: one more text than holes.
pub(super) struct Text {
    pub(super) texts: Vec<String>,
    pub(super) holes: Vec<Hole>,
}

/// A place for an argument.
pub(super) enum Hole {
    /// `{}`
    Argument,
    /// `{name}`
    Variable(String),
}

/// What the text is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// A whole statement.
    Statement,
    /// An expression, after which a statement goes on.
    Expression,
}

impl Text {
    /// Reads a text.
    ///
    /// The error is a message for the user.
    pub(super) fn parse(sql: &str, part: Part) -> Result<Self, String> {
        if sql.trim().is_empty() {
            return Err("the SQL is empty".to_owned());
        }
        let mut reader = Reader { rest: sql, text: String::new(), word: String::new(), place: Place::Code };
        let mut texts = Vec::new();
        let mut holes = Vec::new();
        while let Some(step) = reader.step()? {
            if let Step::Hole(hole) = step {
                holes.push(hole);
                texts.push(std::mem::take(&mut reader.text));
            }
        }
        reader.check_end(part)?;
        texts.push(reader.text);
        Ok(Text { texts, holes })
    }
}

/// Where in SQL a character stands: the page "Lexical Structure" of PostgreSQL's manual.
enum Place {
    Code,
    /// In quotes; `E''` has escapes.
    Quoted {
        mark: char,
        escapes: bool,
    },
    /// In dollar quotes with this mark at both ends.
    Dollar(String),
    /// In a comment until the end of the line.
    Line,
    /// In so many nested `/* */`.
    Block(usize),
}

struct Reader<'t> {
    rest: &'t str,
    /// What was read since the last hole.
    text: String,
    /// The letters, digits, `_` and `$` just before, outside of quotes.
    word: String,
    place: Place,
}

enum Step {
    Text,
    Hole(Hole),
}

impl Reader<'_> {
    fn step(&mut self) -> Result<Option<Step>, String> {
        let mut chars = self.rest.chars();
        let Some(c) = chars.next() else { return Ok(None) };
        match c {
            '\0' => return Err("SQL cannot contain the character U+0000".to_owned()),
            '{' | '}' if chars.as_str().starts_with(c) => {
                self.rest = chars.as_str();
                self.take(1);
                self.word.clear();
            }
            '{' => return self.hole().map(|hole| Some(Step::Hole(hole))),
            '}' => return Err("`}` closes nothing; for a brace in the SQL, write `}}`".to_owned()),
            _ => self.plain(c)?,
        }
        Ok(Some(Step::Text))
    }

    /// Moves so many characters to the text.
    fn take(&mut self, count: usize) {
        let mut chars = self.rest.chars();
        self.text.extend(chars.by_ref().take(count));
        self.rest = chars.as_str();
    }

    fn hole(&mut self) -> Result<Hole, String> {
        let Some((name, rest)) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            return Err("`{` is not closed; for a brace in the SQL, write `{{`".to_owned());
        };
        let inside = match &self.place {
            Place::Code => None,
            Place::Quoted { mark: '"', .. } => Some("a quoted name"),
            Place::Quoted { .. } | Place::Dollar(_) => Some("a quoted string"),
            Place::Line | Place::Block(_) => Some("a comment"),
        };
        if let Some(inside) = inside {
            return Err(format!(
                "`{{{name}}}` stands inside {inside}; for braces there write `{{{{` and `}}}}`, for an argument write `{{}}` outside of it"
            ));
        }
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(format!(
                "`{{{name}}}` and the digit after it would be one number; write a space between them"
            ));
        }
        // To PostgreSQL, `LIMIT$1` is a name.
        if !self.word.is_empty() {
            return Err(format!(
                "`{}` and the placeholder for `{{{name}}}` would be one name; write a space between them",
                self.word
            ));
        }
        self.rest = rest;
        let mut letters = name.strip_prefix("r#").unwrap_or(name).chars();
        let is_word = letters.next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && letters.all(|c| c.is_alphanumeric() || c == '_');
        if name.is_empty() {
            Ok(Hole::Argument)
        } else if is_word {
            Ok(Hole::Variable(name.to_owned()))
        } else if name.chars().all(|c| c.is_ascii_digit()) {
            Err(format!(
                "`{{{name}}}`: arguments have no numbers; write `{{}}`, which takes them in their order"
            ))
        } else if name.contains(':') {
            Err(format!("`{{{name}}}`: an argument is bound and not formatted; write `{{}}`"))
        } else {
            Err(format!(
                "`{{{name}}}`: between braces stands nothing or the name of a variable; pass any other expression as an argument of `{{}}`"
            ))
        }
    }

    /// Reads a character that is no brace, or more where they belong together.
    fn plain(&mut self, c: char) -> Result<(), String> {
        let rest = self.rest;
        let pair = |pair: &str| rest.starts_with(pair);
        let mut length = 1;
        match &mut self.place {
            Place::Code => return self.code(c),
            Place::Quoted { mark, escapes } => {
                if *escapes && (pair("\\\\") || pair("\\'"))
                    || pair("''") && *mark == '\''
                    || pair("\"\"") && *mark == '"'
                {
                    length = 2;
                } else if c == *mark {
                    self.place = Place::Code;
                }
            }
            Place::Dollar(mark) => {
                if pair(mark) {
                    length = mark.chars().count();
                    self.place = Place::Code;
                }
            }
            Place::Line => {
                if matches!(c, '\n' | '\r') {
                    self.place = Place::Code;
                }
            }
            Place::Block(depth) => {
                if pair("/*") {
                    length = 2;
                    *depth += 1;
                } else if pair("*/") {
                    length = 2;
                    *depth -= 1;
                    if *depth == 0 {
                        self.place = Place::Code;
                    }
                }
            }
        }
        self.take(length);
        Ok(())
    }

    fn code(&mut self, c: char) -> Result<(), String> {
        if is_word(c) || c == '$' && !self.word.is_empty() {
            self.word.push(c);
            self.take(1);
            return Ok(());
        }
        let word = std::mem::take(&mut self.word);
        let mut length = 1;
        match c {
            '\'' | '"' => {
                let escapes = c == '\'' && word.eq_ignore_ascii_case("e");
                self.place = Place::Quoted { mark: c, escapes };
            }
            '-' if self.rest.starts_with("--") => {
                length = 2;
                self.place = Place::Line;
            }
            '/' if self.rest.starts_with("/*") => {
                length = 2;
                self.place = Place::Block(1);
            }
            '$' => {
                let tag: String = self.rest.chars().skip(1).take_while(|c| is_word(*c)).collect();
                if tag.starts_with(|c: char| c.is_ascii_digit()) {
                    return Err(format!("`${tag}` is written by the macro: write `{{}}` and pass the value"));
                }
                let mark = format!("${tag}$");
                if self.rest.starts_with(&mark) {
                    length = mark.chars().count();
                    self.place = Place::Dollar(mark);
                }
            }
            _ => {}
        }
        self.take(length);
        Ok(())
    }

    fn check_end(&self, part: Part) -> Result<(), String> {
        let open = match &self.place {
            Place::Code => return Ok(()),
            Place::Line if part == Part::Statement => return Ok(()),
            Place::Line => {
                return Err("a `--` comment would hide what follows the expression; use `/* */`".to_owned());
            }
            Place::Quoted { mark: '"', .. } => "quoted name",
            Place::Quoted { .. } | Place::Dollar(_) => "quoted string",
            Place::Block(_) => "comment",
        };
        Err(format!("a {open} in the SQL is not closed"))
    }
}

/// Whether a character can stand in a name.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}
