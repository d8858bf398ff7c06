//! SeaORM: through its pool of one connection, as it comes, and inside one transaction, where it neither acquires nor
//! pings a connection for each query.

use sea_orm::entity::prelude::*;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend};
use sea_orm::{FromQueryResult, QueryOrder, QuerySelect, Statement, TransactionTrait};
use tokio::runtime::Runtime;

use super::runtime;
use crate::Result;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::Check;

pub const ENTRIES: &[Entry] = &[
    Entry { name: "sea-orm", connect: |url| Ok(Box::new(SeaOrm::<DatabaseConnection>::connect(url)?)) },
    Entry {
        name: "sea-orm, in a transaction",
        connect: |url| Ok(Box::new(SeaOrm::<DatabaseTransaction>::begin(url)?)),
    },
];

mod narrow {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_narrow")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub name: String,
        pub score: i32,
    }
    crate::digest!(Model: id, name, score);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod wide {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_wide")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub a: i32,
        pub b: i64,
        pub c: f64,
        pub d: bool,
        pub e: String,
        pub f: Option<String>,
        pub g: Option<i32>,
        pub h: i16,
        pub i: f32,
        pub j: String,
    }
    crate::digest!(Model: a, b, c, d, e, f, g, h, i, j);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod person {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub name: String,
        pub age: i32,
    }
    crate::digest!(Model: id, name, age);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::favorite_color::Entity")]
        FavoriteColor,
    }
    impl Related<super::favorite_color::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::FavoriteColor.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod favorite_color {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_favorite_color")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub person_id: i32,
        pub color: String,
    }
    crate::digest!(Model: id, person_id, color);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::person::Entity",
            from = "Column::PersonId",
            to = "super::person::Column::Id"
        )]
        Person,
    }
    impl Related<super::person::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Person.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(FromQueryResult)]
struct Backend {
    pid: i32,
}

struct SeaOrm<C> {
    runtime: Runtime,
    /// Present until dropped.
    connection: Option<C>,
}

impl<C> SeaOrm<C> {
    fn parts(&self) -> Result<(&Runtime, &C)> {
        Ok((&self.runtime, self.connection.as_ref().ok_or("the connection is closed")?))
    }
}

/// The pool takes its connection back in a task: there must be a runtime when that happens.
impl<C> Drop for SeaOrm<C> {
    fn drop(&mut self) {
        let connection = self.connection.take();
        self.runtime.block_on(async { drop(connection) });
    }
}

impl SeaOrm<DatabaseConnection> {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let connection = runtime.block_on(Database::connect(options(url)))?;
        Ok(Self { runtime, connection: Some(connection) })
    }
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.min_connections(1).max_connections(1).sqlx_logging(false);
    options
}

impl SeaOrm<DatabaseTransaction> {
    fn begin(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let connection = runtime.block_on(async { Database::connect(options(url)).await?.begin().await })?;
        Ok(Self { runtime, connection: Some(connection) })
    }
}

impl<C: ConnectionTrait> Contestant for SeaOrm<C> {
    fn backend(&mut self) -> Result<i32> {
        let (runtime, connection) = self.parts()?;
        let statement = Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() AS pid");
        let backend = runtime.block_on(Backend::find_by_statement(statement).one(connection))?;
        Ok(backend.ok_or("no row")?.pid)
    }

    fn narrow(&mut self) -> Answer {
        let (runtime, connection) = self.parts()?;
        let rows = runtime.block_on(narrow::Entity::find().all(connection))?;
        Ok(Some(Box::new(rows)))
    }

    fn wide(&mut self) -> Answer {
        let (runtime, connection) = self.parts()?;
        let rows = runtime.block_on(wide::Entity::find().all(connection))?;
        Ok(Some(Box::new(rows)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let (runtime, connection) = self.parts()?;
        let query = narrow::Entity::find().select_only().column(narrow::Column::Name);
        let query = query.limit(u64::try_from(rows)?).into_tuple::<String>();
        Ok(Some(Box::new(runtime.block_on(query.all(connection))?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let (runtime, connection) = self.parts()?;
        runtime.block_on(async {
            let mut check = Check::default();
            for &key in keys {
                check.add(&person::Entity::find_by_id(key).one(connection).await?.ok_or("no row")?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let (runtime, connection) = self.parts()?;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for &age in ages {
                rows = person::Entity::find()
                    .find_both_related(favorite_color::Entity)
                    .filter(person::Column::Age.gt(age))
                    .filter(person::Column::Name.eq(name))
                    .order_by_desc(person::Column::Age)
                    .limit(100)
                    .all(connection)
                    .await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}
