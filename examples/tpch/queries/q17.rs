//! Small-quantity orders: what would be lost a year if small quantities of a part were not sold.

use super::*;

pub type Row = Option<Numeric>;

const BRAND: &str = "Brand#23";
/// The specification has `MED BOX`, of which a small scale factor has too few.
const CONTAINER: &str = "JUMBO BAG";

pub async fn typed(db: &mut Connection) -> Result<Vec<Row>, Error> {
    alias!(Other = LineItem);
    let small = from(Other)
        .filter(Other.partkey.eq(outer(Part::partkey)))
        .select(avg(Other.quantity) * Numeric::new(2, 1))
        .scalar();
    from(LineItem)
        .join(Part, Part::partkey.eq(LineItem::partkey))
        .filter(Part::brand.eq(BRAND))
        .filter(Part::container.eq(CONTAINER))
        .filter(LineItem::quantity.lt(small))
        .select(sum(LineItem::extendedprice) / 7)
        .all(db)
        .await
}

pub async fn text(db: &mut Connection) -> Result<Vec<Row>, Error> {
    sql!(
        "select sum(l_extendedprice) / 7.0 as avg_yearly
        from lineitem, part
        where p_partkey = l_partkey and p_brand = {BRAND} and p_container = {CONTAINER}
            and l_quantity < (select 0.2 * avg(l_quantity) from lineitem where l_partkey = p_partkey)"
    )
    .all(db)
    .await
}
