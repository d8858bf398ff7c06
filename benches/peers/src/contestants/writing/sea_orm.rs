//! SeaORM, through its pool of one connection: `insert_many`, also with `ON CONFLICT` for the update of many rows with
//! different values, for which SeaORM has no statement of its own. It has no COPY.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::sea_query::extension::postgres::PgExpr;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, FromQueryResult, NotSet, Set, Statement,
};
use tokio::runtime::Runtime;

use crate::Result;
use crate::contestants::runtime;
use crate::inputs::{Member as Given, New};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "sea-orm", connect: |url| Ok(Box::new(SeaOrm::connect(url)?)) }];

mod member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_member")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub age: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(FromQueryResult)]
struct Backend {
    pid: i32,
}

struct SeaOrm {
    runtime: Runtime,
    /// Present until dropped.
    connection: Option<DatabaseConnection>,
}

/// The pool takes its connection back in a task: there must be a runtime when that happens.
impl Drop for SeaOrm {
    fn drop(&mut self) {
        let connection = self.connection.take();
        self.runtime.block_on(async { drop(connection) });
    }
}

impl SeaOrm {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let mut options = ConnectOptions::new(url);
        // Without the ping that comes before each query otherwise.
        options.min_connections(1).max_connections(1).sqlx_logging(false).test_before_acquire(false);
        let connection = runtime.block_on(Database::connect(options))?;
        Ok(Self { runtime, connection: Some(connection) })
    }

    fn parts(&self) -> Result<(&Runtime, &DatabaseConnection)> {
        Ok((&self.runtime, self.connection.as_ref().ok_or("the connection is closed")?))
    }
}

async fn insert_into(connection: &DatabaseConnection, rows: &[New]) -> Result<Vec<i32>> {
    let rows = rows.iter().map(|row| member::ActiveModel {
        id: NotSet,
        name: Set(row.name.clone()),
        age: Set(row.age),
    });
    Ok(member::Entity::insert_many(rows).exec_with_returning_keys(connection).await?)
}

impl Contestant for SeaOrm {
    fn backend(&mut self) -> Result<i32> {
        let (runtime, connection) = self.parts()?;
        let statement = Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() AS pid");
        let backend = runtime.block_on(Backend::find_by_statement(statement).one(connection))?;
        Ok(backend.ok_or("no row")?.pid)
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let (runtime, connection) = self.parts()?;
        Ok(Some(Box::new(Ids(runtime.block_on(insert_into(connection, rows))?))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        let (runtime, connection) = self.parts()?;
        runtime.block_on(async {
            let mut ids = Vec::with_capacity(rows.len());
            for rows in rows.chunks(at_once) {
                ids.append(&mut insert_into(connection, rows).await?);
            }
            Ok(Some(Box::new(Ids(ids)) as _))
        })
    }

    fn update(&mut self, rows: &[Given]) -> Answer {
        self.upsert(rows)
    }

    fn upsert(&mut self, rows: &[Given]) -> Answer {
        let (runtime, connection) = self.parts()?;
        let rows = rows.iter().map(|row| member::ActiveModel {
            id: Set(row.id),
            name: Set(row.name.clone()),
            age: Set(row.age),
        });
        let conflict = OnConflict::column(member::Column::Id)
            .update_columns([member::Column::Name, member::Column::Age])
            .to_owned();
        let insert = member::Entity::insert_many(rows).on_conflict(conflict);
        let rows = runtime.block_on(insert.exec_without_returning(connection))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        let (runtime, connection) = self.parts()?;
        let ids = Expr::col(member::Column::Id).eq_any(keys.iter().copied());
        let delete = member::Entity::delete_many().filter(ids);
        let rows = runtime.block_on(delete.exec(connection))?.rows_affected;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}
