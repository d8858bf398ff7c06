//! Global sales opportunity: customers with money in some countries who have not ordered, by country.

use super::*;

#[derive(Cte)]
struct Prospect {
    country: String,
    acctbal: Numeric,
}

pub type Row = (String, i64, Option<Numeric>);

const COUNTRIES: [&str; 7] = ["13", "31", "23", "29", "30", "18", "17"];

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    alias!(Other = Customer);
    let mean = from(Other)
        .filter(Other.acctbal.gt(0))
        .filter(substr(Other.phone, 1, 2).in_(COUNTRIES))
        .select(avg(Other.acctbal))
        .scalar();
    let prospects = select((substr(Customer::phone, 1, 2), Customer::acctbal))
        .filter(substr(Customer::phone, 1, 2).in_(COUNTRIES))
        .filter(Customer::acctbal.gt(mean))
        .filter(!exists(from(Order).filter(Order::custkey.eq(outer(Customer::custkey)))));
    from(Prospect.of(prospects))
        .group_by(Prospect::country)
        .select((Prospect::country, count_all(), sum(Prospect::acctbal)))
        .order_by(Prospect::country)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select cntrycode, count(*) as numcust, sum(c_acctbal) as totacctbal
        from (
            select substring(c_phone from 1 for 2) as cntrycode, c_acctbal
            from customer
            where substring(c_phone from 1 for 2) = any({COUNTRIES})
                and c_acctbal > (
                    select avg(c_acctbal)
                    from customer
                    where c_acctbal > 0.00 and substring(c_phone from 1 for 2) = any({COUNTRIES})
                )
                and not exists (select * from orders where o_custkey = c_custkey)
        ) as custsale
        group by cntrycode
        order by cntrycode"
    )
    .all(db)
    .await
}
