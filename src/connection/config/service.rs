//! Service files: parameters under a name.
//!
//! See the page "The Connection Service File" of PostgreSQL's manual.

use std::fs;
use std::path::{Path, PathBuf};

use super::parameters::Parameters;
use super::string::Why;

/// The parameters of a service, from the first of these files that has it.
pub(super) fn find(name: &str, files: &[PathBuf]) -> Result<Parameters, Why> {
    for file in files {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let found = read(&text, name).map_err(|why| Why::from(format!("{}: {why}", file.display())))?;
        if let Some(parameters) = found {
            return Ok(parameters);
        }
    }
    Err(format!("the service `{name}` is not found").into())
}

/// The user's file and the one of the machine.
pub(super) fn files(
    named: Option<&str>,
    home: Option<&Path>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Vec<PathBuf> {
    let own = match named {
        Some(named) => Some(PathBuf::from(named)),
        None => home.map(|home| home.join(".pg_service.conf")),
    };
    let folder = environment("PGSYSCONFDIR").map_or_else(|| "/etc/postgresql-common".into(), PathBuf::from);
    own.into_iter().chain([folder.join("pg_service.conf")]).collect()
}

fn read(text: &str, name: &str) -> Result<Option<Parameters>, Why> {
    let mut found: Option<Parameters> = None;
    let lines = text.lines().map(str::trim).enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let at = |why: &str| Why::from(format!("line {}: {why}", number + 1));
        if let Some(section) = line.strip_prefix('[') {
            // Only the first section of a name counts.
            if found.is_some() {
                break;
            }
            if section.strip_suffix(']') == Some(name) {
                found = Some(Parameters::default());
            }
            continue;
        }
        let Some(parameters) = &mut found else { continue };
        if line.starts_with("ldap") {
            return Err(at("LDAP is not supported"));
        }
        match line.split_once('=') {
            Some(("service" | "servicefile", _)) => return Err(at("a service cannot name another one")),
            Some((key, value)) => parameters.set(key, value.into()).map_err(|why| at(&why))?,
            None => return Err(at("there is no `=`")),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# services\n[other]\nhost=elsewhere\n\n[app]\nhost=db.example\n  port=5433\n\
        password=with = and # in it\n[app]\nhost=second\n[nested]\nservice=app\n[bad]\nnonsense\n[ldap]\nldap://h\n";

    #[test]
    fn the_first_section_of_the_name_counts() -> Result<(), Why> {
        let parameters = read(FILE, "app")?.ok_or("not found")?;
        assert_eq!(
            parameters.iter().collect::<Vec<_>>(),
            [("host", "db.example"), ("password", "with = and # in it"), ("port", "5433")]
        );
        assert!(read(FILE, "ap")?.is_none());
        assert_eq!(read(FILE, "nested").err().as_deref(), Some("line 12: a service cannot name another one"));
        assert_eq!(read(FILE, "bad").err().as_deref(), Some("line 14: there is no `=`"));
        assert_eq!(read(FILE, "ldap").err().as_deref(), Some("line 16: LDAP is not supported"));
        Ok(())
    }

    #[test]
    fn the_users_file_comes_before_that_of_the_machine() {
        let none = |_: &str| None;
        let home = Path::new("/home/me");
        assert_eq!(
            files(None, Some(home), &none),
            [Path::new("/home/me/.pg_service.conf"), Path::new("/etc/postgresql-common/pg_service.conf")]
        );
        let folder = |name: &str| (name == "PGSYSCONFDIR").then(|| "/etc/pg".to_owned());
        assert_eq!(
            files(Some("own"), Some(home), &folder),
            [Path::new("own"), Path::new("/etc/pg/pg_service.conf")]
        );
    }
}
