import Quantities
import Results

/// The shifts of the leading plan; nothing when no pool has rules for them.
extension ReportContent {
  var shiftSection: Section? {
    guard let leading, let pools = leading.plan.shifts, !pools.isEmpty else { return nil }
    var blocks: [Block] = [.table(weekTable(pools))]
    let missing = pools.flatMap { pool in pool.weeks.flatMap(\.shortages) }
    if !missing.isEmpty { blocks.append(.table(shortageTable(missing))) }
    for pool in pools {
      guard let week = pool.weeks.max(by: { $0.requiredHours < $1.requiredHours }) else { continue }
      blocks.append(
        .folded(
          "Shifts of \(pool.pool) in their busiest week", [.table(shiftTable(pool.pool, week))]))
    }
    let isWhole = pools.allSatisfy { $0.weeks.allSatisfy { $0.kind == "every" } }
    return Section(
      anchor: "shifts", title: "Shifts",
      lead: isWhole
        ? "The people of “\(leading.name)” on shifts, week by week. Whole shifts cover less than the hours that they pay; the plan holds people for both."
        : "The people of “\(leading.name)” on shifts, in the typical and the busiest week of each month, which stand for the others. Whole shifts cover less than the hours that they pay; the plan holds people for both.",
      blocks: blocks)
  }

  private func weekTable(_ pools: [PoolShifts]) -> Table {
    Table(
      caption: "People and hours on shifts",
      columns: [
        .text("Pool"), .text("Week"), .text("Stands for"), .number("People on shifts"),
        .number("In the plan"), .number("Paid hours"), .number("Hours asked for"),
        .number("Not covered"), .number("Covering"), .number("Gap"),
      ],
      rows: pools.flatMap { pool in
        pool.weeks.map { week in
          [
            .init(pool.pool), .init(Show.date(week.week)),
            .init("\(week.kind), \(Show.plural(week.standsFor, "week", "weeks"))"),
            .init(Show.count(week.people)), .init(Show.decimal(week.available, 1)),
            .init(Show.count(week.scheduledHours)), .init(Show.count(week.requiredHours)),
            .init(Show.decimal(week.shortHours, 1)), .init(Show.percent(week.efficiency, 0)),
            .init(Show.percent(week.gap)),
          ]
        }
      },
      note:
        "People in the plan are those at full speed. Covering is the part of the paid hours, shrinkage apart, that somebody asked for. The gap is how far the shifts may be from the fewest hours."
    )
  }

  private func shortageTable(_ missing: [ShiftShortage]) -> Table {
    let worst = missing.sorted {
      ($1.required - $1.present, $0.time) < ($0.required - $0.present, $1.time)
    }.prefix(12)
    return Table(
      caption: "Intervals that shifts leave short",
      columns: [
        .text("Interval"), .text("Queue"), .number("People asked for"), .number("There"),
        .number("Goal's measure with all"), .number("With those there"),
      ],
      rows: worst.map { one in
        [
          .init(one.time), .init(one.queue), .init(Show.decimal(one.required, 1)),
          .init(Show.decimal(one.present, 1)), .init(measured(one.planned, one.measure)),
          .init(measured(one.value, one.measure)),
        ]
      },
      note:
        "The \(Show.count(worst.count)) widest of \(Show.count(missing.count)); all are in tables/shift_shortages.csv. Work with a deadline waits until people are there."
    )
  }

  private func measured(_ value: Double?, _ measure: String?) -> String {
    guard let value else { return "" }
    return measure == "speedOfAnswer" ? "\(Show.decimal(value, 1)) s" : Show.percent(value)
  }

  private func shiftTable(_ pool: String, _ week: PoolShiftWeek) -> Table {
    Table(
      caption: "Shifts of \(pool) in the week of \(Show.date(week.week))",
      columns: [
        .text("Contract"), .text("Days"), .text("From"), .text("To"), .text("Meal"),
        .number("People"),
      ],
      rows: week.shifts.map { shift in
        [
          .init(shift.contract), .init(shift.days), .init(shift.start), .init(shift.end),
          .init(shift.meal ?? ""), .init(Show.count(shift.people)),
        ]
      })
  }
}
