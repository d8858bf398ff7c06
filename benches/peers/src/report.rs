//! Tables that read the same in a terminal and in Markdown.

use std::time::Duration;

use crate::cases::{Case, Scale};
use crate::measure::Sample;
use crate::race::{Standing, Traffic};

/// One case's table; the ratios are to the first row, which is the floor's.
#[must_use]
pub fn table(case: &Case, scale: &Scale, standings: &[Standing]) -> String {
    let each = case.each.map_or(1, |count| count(scale));
    let mut rows =
        vec![["", "wall", "x floor", "client CPU", "x floor", "round trips", "prepared"].map(String::from)];
    if let Some(floor) = standings.first() {
        rows.extend(standings.iter().map(|standing| row(standing, floor.median, each)));
    }
    let table = if standings.iter().any(|standing| standing.traffic.is_some()) {
        markdown(&rows)
    } else {
        let narrow: Vec<_> =
            rows.into_iter().map(|[name, wall, x, cpu, y, ..]| [name, wall, x, cpu, y]).collect();
        markdown(&narrow)
    };
    format!("### {}\n\n{table}", case.title)
}

fn row(standing: &Standing, floor: Sample, each: usize) -> [String; 7] {
    let Sample { wall, cpu } = standing.median;
    let ratio = |time: Duration, of: Duration| format!("{:.2}", time.as_secs_f64() / of.as_secs_f64());
    let counted = |count: fn(&Traffic) -> u64| {
        standing.traffic.as_ref().map_or_else(String::new, |traffic| count(traffic).to_string())
    };
    [
        standing.name.to_owned(),
        time(wall, each),
        ratio(wall, floor.wall),
        time(cpu, each),
        ratio(cpu, floor.cpu),
        counted(|traffic| traffic.round_trips),
        counted(|traffic| traffic.prepared),
    ]
}

fn time(total: Duration, each: usize) -> String {
    let micros = total.as_secs_f64() * 1e6 / each as f64;
    if micros < 1000.0 { format!("{micros:.1} us") } else { format!("{:.1} ms", micros / 1000.0) }
}

/// The first row is the head; all columns but the first are numbers.
#[must_use]
pub fn markdown<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [3; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            text += &if column == 0 { format!("| {cell:<width$} ") } else { format!("| {cell:>width$} ") };
        }
        text += "|\n";
        if number == 0 {
            for (column, &width) in widths.iter().enumerate() {
                text += &format!("|{}{}", "-".repeat(width + 1), if column == 0 { "-" } else { ":" });
            }
            text += "|\n";
        }
    }
    text
}
