import Quantities
import Results

/// Tables of the comparison; without one they have no rows.
extension ReportTables {
  private var compared: [ComparedAlternative] { result.comparison?.alternatives ?? [] }

  var comparison: CSVTable {
    CSVTable(
      name: "comparison", rowMeaning: "an alternative against the first one",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("base", "text", "what it is compared with"),
        .init("one_off_cents", "cents", "spent once"),
        .init("capital_cents", "cents", "of what is spent once, what lasts"),
        .init("running_cents", "cents", "running"),
        .init("saving_cents", "cents", "base less alternative"),
        .init("present_value_cents", "cents", "of the savings at the beginning"),
        .init("discount_rate", "share a year", "of the present value"),
        .init("payback_month", "yyyy-mm", "from which it has cost no more; empty when never"),
      ],
      rows: compared.map { one in
        [
          .text(one.name), .text(result.comparison?.base ?? ""),
          .integer(one.oneOffCents.value), .integer(one.capitalCents.value),
          .integer(one.runningCents.value), .integer(one.savingCents.value),
          .integer(one.presentValueCents.value),
          .number(result.comparison?.discountRatePerYear ?? 0),
          one.paybackMonth.map { .text($0) } ?? .missing,
        ]
      })
  }

  var comparisonMonthly: CSVTable {
    CSVTable(
      name: "comparison_monthly", rowMeaning: "a month of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("month", "yyyy-mm", "local month"),
        .init("cents", "cents", "cost of the month"),
        .init("cumulative_saving_cents", "cents", "base less alternative since the first month"),
      ],
      rows: compared.flatMap { one in
        one.months.map {
          [
            .text(one.name), .text($0.month), .integer($0.cents.value),
            .integer($0.cumulativeSavingCents.value),
          ]
        }
      })
  }

  var costByQueue: CSVTable {
    CSVTable(
      name: "cost_by_queue", rowMeaning: "a queue of an alternative",
      columns: [
        .init("alternative", "text", "name in the scenario"),
        .init("queue", "text", "name; empty for pools that work on nothing"),
        .init("client", "text", "whose work it is"),
        .init("own_cents", "cents", "lines of the queue"),
        .init("shared_cents", "cents", "part of the pools' own lines, by hours given"),
      ],
      rows: compared.flatMap { one in
        one.queues.map {
          [
            .text(one.name), .text($0.queue), .text($0.client), .integer($0.ownCents.value),
            .integer($0.sharedCents.value),
          ]
        }
      })
  }

  var splits: CSVTable {
    CSVTable(
      name: "splits", rowMeaning: "a pool at a live queue that several work, in its busiest week",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("queue", "text", "name"),
        .init("week", "date", "first day"), .init("pool", "text", "name"),
        .init("share", "share", "of the queue's hours"),
        .init("pooled_hours", "hours", "of the queue with all pools together"),
        .init("split_hours", "hours", "of the queue with contacts divided by the shares"),
      ],
      rows: (result.comparison?.splits ?? []).flatMap { one in
        one.pools.map {
          [
            .text(one.alternative), .text(one.queue), .text(one.week.description),
            .text($0.pool), .number($0.share), .number(one.pooledHours), .number(one.splitHours),
          ]
        }
      })
  }

  var hoursIntervals: CSVTable {
    CSVTable(
      name: "hours_intervals", rowMeaning: "a pool in an interval of its busiest week",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("time", "local time", "start of the interval"),
        .init("paid", "hours", "paid, training included"),
        .init("scheduled", "hours", "paid hours of people who may work"),
        .init("logged_in", "hours", "after shrinkage"),
        .init("on_phone", "hours", "the same at full speed"),
        .init("handled", "hours", "handling, by the week's simulated occupancy"),
      ],
      rows: result.alternatives.flatMap { alternative in
        (alternative.hours ?? []).flatMap { pool in
          pool.rows.map { row in
            [.text(alternative.name), .text(pool.pool), .text(row.time)]
              + [
                row.hours.paid, row.hours.scheduled, row.hours.loggedIn, row.hours.onPhone,
                row.hours.handled,
              ].map { .number($0) }
          }
        }
      })
  }

  var hours: CSVTable {
    CSVTable(
      name: "hours", rowMeaning: "a pool of an alternative over the horizon",
      columns: [
        .init("alternative", "text", "name in the scenario"), .init("pool", "text", "name"),
        .init("paid", "hours", "paid, training included"),
        .init("scheduled", "hours", "paid hours of people who may work"),
        .init("logged_in", "hours", "after shrinkage"),
        .init("on_phone", "hours", "the same at full speed"),
        .init("handled", "hours", "handling in the simulation"),
        .init("idle", "hours", "on-phone hours without work in hand"),
        .init("idle_paid_by", "text", "you or the vendor"),
      ],
      rows: compared.flatMap { one in
        one.hours.map { pool in
          [.text(one.name), .text(pool.pool)]
            + [
              pool.paid, pool.scheduled, pool.loggedIn, pool.onPhone, pool.handled, pool.idle,
            ].map { .number($0) } + [.text(pool.idlePaidBy)]
        }
      })
  }

  var breakEven: CSVTable {
    CSVTable(
      name: "break_even", rowMeaning: "a price and speed of assistants in an alternative",
      columns: [
        .init("alternative", "text", "with assistants"),
        .init("against", "text", "the cheapest certified alternative of employees alone"),
        .init("pool", "text", "the assistants"), .init("unit", "text", "what is priced"),
        .init("price", "dollars", "price of a unit"),
        .init("speed", "share", "of the planned speed"),
        .init("saving_cents", "cents", "cost of the other less cost of this one"),
        .init("break_even_price", "dollars", "price at which both cost the same"),
        .init("break_even_speed", "share", "speed at which they do at today's price"),
      ],
      rows: (result.comparison?.breakEvens ?? []).flatMap { point in
        zip(point.productivities, point.savingCents).flatMap { speed, savings in
          zip(point.priceFactors, savings).map { factor, saving -> [CSVTable.Cell] in
            [
              .text(point.alternative), .text(point.against), .text(point.pool),
              .text(point.unit), .number(point.priceToday * factor), .number(speed),
              .integer(saving.value), point.price.map { .number($0) } ?? .missing,
              point.productivity.map { .number($0) } ?? .missing,
            ]
          }
        }
      })
  }

  var whatIf: CSVTable {
    CSVTable(
      name: "what_if", rowMeaning: "a pool of the leading plan under other circumstances",
      columns: [
        .init("change", "text", "what is different"),
        .init("cost_change_cents", "cents", "against the plan as it is"),
        .init("short_hours", "hours", "that nobody can cover"),
        .init("first_short_week", "date", "first week with such hours"),
        .init("pool", "text", "name"), .init("hires", "people", "brought in"),
        .init("people_peak", "people", "most in a week"),
        .init("decide_by", "date", "last day of the first decision"),
      ],
      rows: result.whatIfs.flatMap { one in
        one.pools.map { pool -> [CSVTable.Cell] in
          [
            .text(one.change), .integer(one.costChangeCents.value), .number(one.shortHours),
            one.firstShortWeek.map { .text($0.description) } ?? .missing, .text(pool.pool),
            .integer(pool.hires), .number(pool.peakPeople),
            pool.decideBy.map { .text($0.description) } ?? .missing,
          ]
        }
      })
  }
}
