//! A statement, made ready to be sent by a client of `tokio_postgres`.

use std::fmt;

use bytes::BytesMut;
use futures_core::Stream;
use postgres_types::{IsNull, Kind as TypeKind, ToSql, Type, to_sql_checked};

use super::answer::Answer;
use super::{Sends, failed};
use crate::connection::types::{self, Types};
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::frontend;

/// A statement, with all that is needed to send it.
pub(super) struct Question {
    sql: String,
    types: Vec<&'static SqlType>,
    /// The parameters with their lengths before them.
    values: Vec<u8>,
    /// Where OIDs are to be filled in.
    gaps: Vec<(usize, &'static SqlType)>,
    unknown: Vec<&'static SqlType>,
}

impl Question {
    pub(super) fn new(statement: &Statement, describe: fn(&mut Shape)) -> Result<Self, Error> {
        statement.check()?;
        let count = statement.param_count();
        if count > frontend::MAX_PARAMS {
            return Err(frontend::too_many_params(count));
        }
        let types: Vec<_> = statement.param_types().collect();
        let (mut values, mut gaps) = (Vec::new(), Vec::new());
        for run in statement.param_runs() {
            gaps.extend(run.gaps().map(|(at, ty)| (values.len() + at, ty)));
            values.extend_from_slice(run.bytes);
        }
        let mut shape = Shape::default();
        describe(&mut shape);
        let mut unknown: Vec<&'static SqlType> = Vec::new();
        let named = gaps.iter().map(|(_, ty)| *ty).chain(shape.columns.iter().map(|column| column.ty));
        for ty in types.iter().copied().chain(named).filter(|ty| ty.is_custom()) {
            if !unknown.contains(&ty) {
                unknown.push(ty);
            }
        }
        Ok(Question { sql: statement.to_sql(), types, values, gaps, unknown })
    }

    pub(super) async fn ask<C: Sends>(mut self, client: &C) -> Result<Answer, Error> {
        let types = look_up(client, &self.unknown).await?;
        let oid = |ty: &'static SqlType| types.oid(ty).ok_or_else(|| frontend::unknown_type(ty));
        for (at, ty) in &self.gaps {
            if let Some(place) = self.values.get_mut(*at..*at + 4) {
                place.copy_from_slice(&oid(ty)?.to_be_bytes());
            }
        }
        let mut rest = &*self.values;
        let mut params = Vec::with_capacity(self.types.len());
        for ty in &self.types {
            let (value, after) =
                split_value(rest).ok_or_else(|| Error::new(Kind::Encode(params.len() + 1)))?;
            rest = after;
            params.push((Encoded(value.map(Into::into)), type_of(ty, oid(ty)?)));
        }
        let rows = Box::pin(client.send(&self.sql, params).await.map_err(failed)?);
        Ok(Answer::new(rows, types))
    }
}

/// A value with its length before it, and what follows it.
fn split_value(bytes: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    match usize::try_from(i32::from_be_bytes(*length)) {
        Ok(length) => rest.split_at_checked(length).map(|(value, rest)| (Some(value), rest)),
        Err(_) => Some((None, rest)),
    }
}

fn type_of(ty: &SqlType, oid: u32) -> Type {
    Type::from_oid(oid).unwrap_or_else(|| {
        Type::new(ty.name.into(), oid, TypeKind::Simple, ty.schema.unwrap_or_default().into())
    })
}

async fn look_up<C: Sends>(client: &C, unknown: &[&'static SqlType]) -> Result<Types, Error> {
    let mut types = Types::default();
    if unknown.is_empty() {
        return Ok(types);
    }
    let names = Encoded(Some(types::text_array(&unknown.iter().map(|ty| **ty).collect::<Vec<_>>())?));
    let sent = client.send(types::LOOKUP, vec![(names, Type::TEXT_ARRAY)]).await.map_err(failed)?;
    let mut rows = Box::pin(sent);
    for ty in unknown {
        let row = std::future::poll_fn(|context| rows.as_mut().poll_next(context)).await;
        let oid = row.transpose().map_err(failed)?.map(|row| row.try_get::<_, Option<u32>>(0)).transpose();
        types.insert(ty, oid.map_err(failed)?.flatten().ok_or_else(|| frontend::unknown_type(ty))?);
    }
    Ok(types)
}

/// A parameter that is encoded already.
pub(super) struct Encoded(Option<Vec<u8>>);

impl ToSql for Encoded {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let Some(value) = &self.0 else { return Ok(IsNull::Yes) };
        out.extend_from_slice(value);
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encoded")
    }
}
