//! `Numeric` and a real server agree about every digit.

use dsl_tests::{all, statement, statement_with};
use piton::connection::Connection;
use piton::testing::Database;
use piton::value::Numeric;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Numbers of many sizes and scales, with what the server prints for them, in its order.
const MANY: &str = "SELECT x, x::text AS printed FROM ( \
    SELECT ((i * 7919 % 1000003)::numeric - 500000) * 10::numeric ^ (i % 60 - 30) AS x FROM generate_series(1, 2000) i \
    UNION ALL SELECT (i - 500)::numeric / (i % 97 + 1) FROM generate_series(1, 1000) i \
    UNION ALL SELECT 10::numeric ^ (i * 37) + 1 FROM generate_series(1, 50) i \
    UNION ALL VALUES ('NaN'::numeric), (0.000), (1e131071), (1e-16383) \
    ) numbers ORDER BY numbers.x";

#[tokio::test]
async fn the_server_prints_orders_and_reads_the_same() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let rows: Vec<(Numeric, String)> = all(&mut connection, &statement(MANY)).await?;
    assert_eq!(rows.len(), 3054);
    for (value, text) in &rows {
        assert_eq!(&value.to_string(), text);
        assert_eq!(&text.parse::<Numeric>()?, value);
        assert_eq!(text.parse::<Numeric>()?.scale(), value.scale());
    }
    assert!(rows.is_sorted_by_key(|(value, _)| value));
    let values: Vec<Numeric> = rows.into_iter().map(|(value, _)| value).collect();
    let query = statement_with("SELECT unnest(", &values, ")");
    let back: Vec<Numeric> = all(&mut connection, &query).await?;
    assert_eq!(back, values);
    assert!(back.iter().map(Numeric::scale).eq(values.iter().map(Numeric::scale)));
    Ok(())
}

#[tokio::test]
async fn sums_and_means_keep_their_digits() -> Result {
    let database = Database::create()?;
    let mut connection = Connection::connect(database.url()).await?;
    let query =
        statement("SELECT sum(i), avg(i) FROM unnest(array[9223372036854775807, 9223372036854775806]) i");
    let rows: Vec<(Numeric, Numeric)> = all(&mut connection, &query).await?;
    let texts: Vec<_> = rows.iter().map(|(sum, mean)| (sum.to_string(), mean.to_string())).collect();
    assert_eq!(texts, [("18446744073709551613".to_owned(), "9223372036854775807".to_owned())]);
    Ok(())
}
