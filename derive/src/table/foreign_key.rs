//! `references = Person::id, on_delete = cascade, on_update = restrict`.

use proc_macro2::{Ident, Span};
use syn::Path;

use crate::attributes::{Item, list, nearest};
use crate::errors::Errors;
use crate::names;

/// A foreign key.
pub(super) struct Reference {
    /// The path of the other column's constant.
    pub(super) column: Path,
    pub(super) on_delete: Option<Action>,
    pub(super) on_update: Option<Action>,
}

impl Reference {
    pub(super) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let problem = "`references` expects a column of a table: `references = Person::id`";
        let tokens = item.assigned(problem, errors)?;
        match syn::parse2::<Path>(tokens.clone()) {
            Ok(column) if column.segments.len() > 1 => {
                Some(Reference { column, on_delete: None, on_update: None })
            }
            _ => {
                errors.at(tokens, problem);
                None
            }
        }
    }
}

/// What a foreign key does.
pub(super) struct Action {
    /// The variant of `piton::table::Action`.
    pub(super) variant: &'static str,
    pub(super) span: Span,
}

const ACTIONS: [(&str, &str); 5] = [
    ("cascade", "Cascade"),
    ("restrict", "Restrict"),
    ("set_null", "SetNull"),
    ("set_default", "SetDefault"),
    ("no_action", "NoAction"),
];

impl Action {
    pub(super) fn read(item: &Item, errors: &mut Errors) -> Option<Self> {
        let words = ACTIONS.map(|(word, _)| word);
        let problem = format!("`{}` expects {}", item.key, list(&words).replace(" and ", " or "));
        let tokens = item.assigned(&problem, errors)?;
        let Ok(ident) = syn::parse2::<Ident>(tokens.clone()) else {
            errors.at(tokens, problem);
            return None;
        };
        let word = names::text(&ident);
        match ACTIONS.iter().find(|(known, _)| *known == word) {
            Some((_, variant)) => Some(Action { variant, span: ident.span() }),
            None => {
                let near = nearest(&word.to_lowercase(), &words);
                errors.at(
                    &ident,
                    near.map_or(problem, |near| format!("unknown action `{word}`; did you mean `{near}`?")),
                );
                None
            }
        }
    }
}
