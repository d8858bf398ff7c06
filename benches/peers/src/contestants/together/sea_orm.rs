//! SeaORM: its loader, a statement for each table. It has no pipelines, so that lookups come one after the other. Its
//! pool is sqlx's, without the ping that comes before each query otherwise.

use sea_orm::entity::prelude::*;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, FromQueryResult, LoaderTrait, Statement,
};
use tokio::runtime::Runtime;

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::runtime;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::Check;

pub const ENTRIES: &[Entry] =
    &[Entry { name: "sea-orm", connect: |url| Ok(Box::new(SeaOrm::connect(url)?)) }];

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
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

mod user {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_user")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub name: String,
    }
    crate::digest!(Model: id, name);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(has_many = "super::post::Entity")]
        Post,
    }
    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Post.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod post {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_post")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub user_id: i32,
        pub title: String,
    }
    crate::digest!(Model: id, user_id, title);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::user::Entity",
            from = "Column::UserId",
            to = "super::user::Column::Id"
        )]
        User,
        #[sea_orm(has_many = "super::comment::Entity")]
        Comment,
    }
    impl Related<super::user::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::User.def()
        }
    }
    impl Related<super::comment::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Comment.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod comment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "peers_comment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub post_id: i32,
        pub text: String,
    }
    crate::digest!(Model: id, post_id, text);

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(
            belongs_to = "super::post::Entity",
            from = "Column::PostId",
            to = "super::post::Column::Id"
        )]
        Post,
    }
    impl Related<super::post::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Post.def()
        }
    }
    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(FromQueryResult)]
struct Backend {
    pid: i32,
}

struct SeaOrm {
    runtime: Runtime,
    url: String,
    /// A pool of one connection, and one of several; present until dropped.
    one: Option<DatabaseConnection>,
    pool: Option<DatabaseConnection>,
}

/// The pools take their connections back in a task: there must be a runtime when that happens.
impl Drop for SeaOrm {
    fn drop(&mut self) {
        let connections = (self.one.take(), self.pool.take());
        self.runtime.block_on(async { drop(connections) });
    }
}

async fn open(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.min_connections(1).max_connections(connections).sqlx_logging(false).test_before_acquire(false);
    Ok(Database::connect(options).await?)
}

impl SeaOrm {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let one = runtime.block_on(open(url, 1))?;
        Ok(Self { runtime, url: url.to_owned(), one: Some(one), pool: None })
    }

    fn parts(&self) -> Result<(&Runtime, &DatabaseConnection)> {
        Ok((&self.runtime, self.one.as_ref().ok_or("the connection is closed")?))
    }
}

impl Contestant for SeaOrm {
    fn backend(&mut self) -> Result<i32> {
        let (runtime, connection) = self.parts()?;
        let statement = Statement::from_string(DbBackend::Postgres, "SELECT pg_backend_pid() AS pid");
        let backend = runtime.block_on(Backend::find_by_statement(statement).one(connection))?;
        Ok(backend.ok_or("no row")?.pid)
    }

    fn relations(&mut self) -> Answer {
        let (runtime, connection) = self.parts()?;
        runtime.block_on(async {
            let users = user::Entity::find().all(connection).await?;
            let posts = users.load_many(post::Entity, connection).await?;
            // The loader takes a flat list, and knows the rows of no level above the one before.
            let counts: Vec<usize> = posts.iter().map(Vec::len).collect();
            let posts: Vec<post::Model> = posts.into_iter().flatten().collect();
            let comments = posts.load_many(comment::Entity, connection).await?;
            let mut posts = posts.into_iter().zip(comments);
            let tree = users.into_iter().zip(counts);
            let tree: Vec<_> =
                tree.map(|(user, count)| (user, posts.by_ref().take(count).collect::<Vec<_>>())).collect();
            Ok(Some(Box::new(tree) as _))
        })
    }

    /// One after the other.
    fn pipeline(&mut self, keys: &[i32], _at_once: usize) -> Answer {
        let (runtime, connection) = self.parts()?;
        runtime.block_on(async {
            let mut check = Check::default();
            for &key in keys {
                check.add(&person::Entity::find_by_id(key).one(connection).await?.ok_or("no row")?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Self { runtime, url, pool, .. } = self;
        runtime.block_on(async {
            let pool = match pool {
                Some(pool) => pool,
                None => pool.insert(open(url, CONNECTIONS as u32).await?),
            };
            super::share(pool, tasks, |pool, keys| async move {
                let mut check = Check::default();
                for key in keys {
                    check.add(&person::Entity::find_by_id(key).one(&pool).await?.ok_or("no row")?);
                }
                Ok(check)
            })
            .await
        })
    }
}
