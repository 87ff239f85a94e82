import Quantities
import Results

/// Tables of shifts; without rules for them they have no rows.
extension ReportTables {
  private var weeks: [(alternative: String, pool: String, week: PoolShiftWeek)] {
    result.alternatives.flatMap { alternative in
      (alternative.plan.shifts ?? []).flatMap { pool in
        pool.weeks.map { (alternative.name, pool.pool, $0) }
      }
    }
  }

  var shiftWeeks: CSVTable {
    CSVTable(
      name: "shift_weeks", rowMeaning: "a pool in a week that was put on shifts",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("week", "date", "first day of the week"),
        .init("kind", "text", "every, or typical or peak of its month"),
        .init("stands_for", "weeks", "that these shifts stand for"),
        .init("people", "people", "on shifts"),
        .init("available", "people", "in the plan, at full speed"),
        .init("paid_hours", "hours", "on shifts"),
        .init("required_hours", "hours", "agent-hours that the plan gives the pool"),
        .init("short_hours", "hours", "of these not covered"),
        .init("covering", "share", "covered hours of paid ones less shrinkage"),
        .init("gap", "share", "by which the shifts may exceed the least possible"),
      ],
      rows: weeks.map { one in
        [
          .text(one.alternative), .text(one.pool), .text(one.week.week.description),
          .text(one.week.kind), .integer(one.week.standsFor), .integer(one.week.people),
          .number(one.week.available), .number(one.week.scheduledHours),
          .number(one.week.requiredHours), .number(one.week.shortHours),
          .number(one.week.efficiency), .number(one.week.gap),
        ]
      })
  }

  var shifts: CSVTable {
    CSVTable(
      name: "shifts", rowMeaning: "people with the same shift through a week",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("week", "date", "first day of the week"), .init("contract", "text", "name"),
        .init("days", "text", "on which they work"), .init("from", "hh:mm", "local start"),
        .init("to", "hh:mm", "local end"), .init("meal", "hh:mm", "its start; empty without"),
        .init("people", "people", "whole; of blocks, how many of them"),
      ],
      rows: weeks.flatMap { one in
        one.week.shifts.map { shift in
          [
            .text(one.alternative), .text(one.pool), .text(one.week.week.description),
            .text(shift.contract), .text(shift.days), .text(shift.start), .text(shift.end),
            shift.meal.map { .text($0) } ?? .missing, .integer(shift.people),
          ]
        }
      })
  }

  var shiftShortages: CSVTable {
    CSVTable(
      name: "shift_shortages", rowMeaning: "an interval and queue that shifts leave short",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("time", "local time", "start of the interval"), .init("queue", "text", "name"),
        .init("required", "people", "asked for there, of all pools"),
        .init("present", "people", "who are there"),
        .init("measure", "text", "of the queue's goal; empty for deferred work"),
        .init("planned", "share or seconds", "the measure with all who are asked for"),
        .init("value", "share or seconds", "with those who are there"),
      ],
      rows: weeks.flatMap { one in
        one.week.shortages.map { short -> [CSVTable.Cell] in
          [
            .text(one.alternative), .text(one.pool), .text(short.time), .text(short.queue),
            .number(short.required), .number(short.present),
            short.measure.map { .text($0) } ?? .missing,
            short.planned.map { .number($0) } ?? .missing,
            short.value.map { .number($0) } ?? .missing,
          ]
        }
      })
  }
}
