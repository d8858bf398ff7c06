//! The methods of authentication that a client accepts.

/// A way in which the server finds out who the client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// The server asks for nothing, or has asked the operating system or TLS.
    None = 1,
    /// The password in the clear.
    Password = 2,
    Md5 = 4,
    Scram = 8,
    Gss = 16,
    Sspi = 32,
}

const NAMES: [(&str, Method); 6] = [
    ("none", Method::None),
    ("password", Method::Password),
    ("md5", Method::Md5),
    ("scram-sha-256", Method::Scram),
    ("gss", Method::Gss),
    ("sspi", Method::Sspi),
];

/// A set of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Methods {
    bits: u8,
    /// Whether it is what is left without some methods.
    rest: bool,
}

impl Methods {
    pub(crate) const ALL: Methods = Methods { bits: u8::MAX, rest: true };

    /// Reads `require_auth`: names with commas between them, all of them with a `!` before them or none.
    pub(crate) fn parse(list: &str) -> Result<Methods, &'static str> {
        let rest = list.starts_with('!');
        let mut named = 0;
        for name in list.split(',') {
            let name = match (rest, name.strip_prefix('!')) {
                (true, Some(name)) => name,
                (false, None) => name,
                _ => return Err("require_auth: methods with `!` and without it cannot be mixed"),
            };
            let Some((_, method)) = NAMES.iter().find(|(known, _)| *known == name) else {
                return Err(
                    "require_auth: a method is none of `password`, `md5`, `gss`, `sspi`, `scram-sha-256`, `none`",
                );
            };
            let bit = *method as u8;
            if named & bit != 0 {
                return Err("require_auth: a method is given twice");
            }
            named |= bit;
        }
        Ok(Methods { bits: if rest { !named } else { named }, rest })
    }

    pub(crate) fn has(self, method: Method) -> bool {
        self.bits & method as u8 != 0
    }

    /// Whether the method is accepted by its name.
    pub(crate) fn names(self, method: Method) -> bool {
        !self.rest && self.has(method)
    }
}

impl Method {
    pub(crate) fn name(self) -> &'static str {
        NAMES.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_accepted_by_name_or_all_but_those() -> Result<(), &'static str> {
        let methods = Methods::parse("scram-sha-256,none")?;
        assert!(methods.has(Method::Scram) && methods.has(Method::None));
        assert!(!methods.has(Method::Password) && !methods.has(Method::Md5) && !methods.has(Method::Gss));
        assert!(methods.names(Method::Scram) && !methods.names(Method::Md5));
        let methods = Methods::parse("!password,!md5")?;
        assert!(methods.has(Method::Scram) && methods.has(Method::None) && methods.has(Method::Sspi));
        assert!(!methods.has(Method::Password) && !methods.has(Method::Md5));
        assert!(!methods.names(Method::Scram) && !Methods::ALL.names(Method::Password));
        for list in ["", "!", "password,!md5", "!password,md5", "scram", "md5,md5", "md5,", "!!md5", " md5"] {
            assert!(Methods::parse(list).is_err(), "{list}");
        }
        Ok(())
    }
}
