import Quantities
import Results

/// The alternatives side by side in money, and the leading plan under other circumstances.
extension ReportContent {
  /// Cash against the first alternative, hours, break-even; nothing without a comparison.
  var comparisonSection: Section? {
    guard let comparison = result.comparison, comparison.alternatives.count > 1 else { return nil }
    var blocks: [Block] = [.table(cashTable(comparison))]
    if !comparison.pairs.isEmpty { blocks.append(.table(pairTable(comparison.pairs))) }
    for point in comparison.breakEvens {
      blocks.append(.figure(breakEvenFigure(point)))
      blocks.append(.folded("The same as a table", [.table(breakEvenTable(point))]))
    }
    let shares = [queueTable(comparison), clientTable(comparison)]
    blocks += shares.filter { !$0.rows.isEmpty }.map { Block.table($0) }
    if !comparison.splits.isEmpty { blocks.append(.table(splitTable(comparison.splits))) }
    blocks.append(.folded("Cash by month", [.table(cashByMonth(comparison))]))
    blocks.append(
      .folded(
        "Where the hours go",
        comparison.alternatives.map { .table(hoursTable($0)) }
          + [.paragraph(reconciliation)]))
    return Section(
      anchor: "comparison", title: "Cash, break-even and hours",
      lead:
        "Every alternative over \(horizonWords), against “\(comparison.base)”. Present values discount at \(Show.percent(comparison.discountRatePerYear)) a year.",
      blocks: blocks)
  }

  /// The leading plan if something were different; nothing when nothing was tried.
  var whatIfSection: Section? {
    guard result.whatIfs.count > 1, let leading else { return nil }
    return Section(
      anchor: "what-if", title: "What if",
      lead:
        "“\(leading.name)” planned anew by the closed forms: what it would cost, whom it would bring in, and by when someone must decide.",
      blocks: [.table(whatIfTable(result.whatIfs))])
  }

  private func cashTable(_ comparison: Comparison) -> Table {
    // A column of zeros would only make the table wider.
    let hasCapital = comparison.alternatives.contains { $0.capitalCents != .zero }
    var columns: [Table.Column] = [
      .text("Alternative"), .text("Promises"), .number("Once"), .number("Of this capital"),
      .number("Running"), .number("Together"), .number("Saving"), .number("Present value"),
      .text("Pays back"),
    ]
    if !hasCapital { columns.remove(at: 3) }
    return Table(
      caption: "Cost and saving against “\(comparison.base)”", columns: columns,
      rows: comparison.alternatives.map { one in
        let isBase = one.name == comparison.base
        var cells: [Table.Cell] = [
          .init(one.name), result.alternative(named: one.name).map(verdict) ?? "",
          .init(Show.money(one.oneOffCents)), .init(Show.money(one.capitalCents)),
          .init(Show.money(one.runningCents)),
          .init(Show.money(one.oneOffCents + one.runningCents)),
          .init(isBase ? "" : Show.signedMoney(one.savingCents)),
          .init(isBase ? "" : Show.signedMoney(one.presentValueCents)),
          .init(isBase ? "" : one.paybackMonth.map(Show.month) ?? "no"),
        ]
        if !hasCapital { cells.remove(at: 3) }
        return cells
      }, highlighted: comparison.alternatives.firstIndex { $0.name == leading?.name },
      note: "An alternative that misses a promise may cost less because it does less.")
  }

  private func queueTable(_ comparison: Comparison) -> Table {
    costTable(
      comparison, "Cost by queue", "Queue", \.queue,
      "The pools' own costs (idle time, recruiting, supervision, technology) follow the hours given to each queue."
    )
  }

  /// Empty when no queue has a client.
  private func clientTable(_ comparison: Comparison) -> Table {
    let hasClients = comparison.alternatives.contains {
      $0.queues.contains { !$0.client.isEmpty }
    }
    var table = costTable(comparison, "Cost by client", "Client", \.client, "")
    if !hasClients { table.rows = [] }
    return table
  }

  private func costTable(
    _ comparison: Comparison, _ caption: String, _ column: String,
    _ key: KeyPath<QueueCost, String>, _ note: Prose
  ) -> Table {
    var names: [String] = []
    for one in comparison.alternatives {
      for queue in one.queues where !names.contains(queue[keyPath: key]) {
        names.append(queue[keyPath: key])
      }
    }
    return Table(
      caption: caption,
      columns: [.text(column)] + comparison.alternatives.map { .number($0.name) },
      rows: names.map { name in
        [.init(name.isEmpty ? "none" : name)]
          + comparison.alternatives.map { one in
            let own = one.queues.filter { $0[keyPath: key] == name }
            return .init(Show.money(own.map(\.cents).total()))
          }
      },
      totals: [
        [.init("Total")]
          + comparison.alternatives.map { .init(Show.money($0.queues.map(\.cents).total())) }
      ], note: note)
  }

  /// Whether the hours are in order in every interval.
  private var reconciliation: Prose {
    let ledgers = result.alternatives.flatMap { $0.hours ?? [] }
    let (all, bad) = (
      ledgers.reduce(0) { $0 + $1.intervals }, ledgers.reduce(0) { $0 + $1.contradictions }
    )
    return bad == 0
      ? "In each of \(Show.count(all)) intervals of a pool the paid hours are at least the scheduled ones, these at least the logged-in ones, those at full speed and the handled ones. The busiest week stands in tables/hours_intervals.csv."
      : "In \(Show.count(bad)) of \(Show.count(all)) intervals of a pool the hours contradict each other: more people work than are on the payroll, or handle more than they are there. See tables/hours_intervals.csv."
  }

  private func splitTable(_ splits: [SplitLoss]) -> Table {
    Table(
      caption: "What splitting a queue between pools would take, in its busiest week",
      columns: [
        .text("Alternative"), .text("Queue"), .text("Shares"), .number("Hours, shared"),
        .number("Hours, split"), .number("Loss"),
      ],
      rows: splits.map { one in
        [
          .init(one.alternative), .init(one.queue),
          .init(
            one.pools.map { "\($0.pool) \(Show.percent($0.share, 0))" }.joined(separator: ", ")),
          .init(Show.count(one.pooledHours)), .init(Show.count(one.splitHours)),
          .init(
            Show.percent(one.pooledHours > 0 ? one.splitHours / one.pooledHours - 1 : 0)),
        ]
      },
      note:
        "Both keep the goal in every interval by Erlang A. The plan shares the queue; fixed shares by pool would need the second number."
    )
  }

  private func cashByMonth(_ comparison: Comparison) -> Table {
    let months = Set(comparison.alternatives.flatMap { $0.months.map(\.month) }).sorted()
    return Table(
      caption: "Cost by month",
      columns: [.text("Month")] + comparison.alternatives.map { .number($0.name) },
      rows: months.map { month in
        [.init(Show.month(month))]
          + comparison.alternatives.map { one in
            .init(Show.money(one.months.first { $0.month == month }?.cents ?? .zero))
          }
      },
      totals: [
        [.init("Total")]
          + comparison.alternatives.map { .init(Show.money($0.months.map(\.cents).total())) }
      ])
  }

  private func hoursTable(_ one: ComparedAlternative) -> Table {
    Table(
      caption: "Hours of “\(one.name)”",
      columns: [
        .text("Pool"), .number("Paid"), .number("Scheduled"), .number("Logged in"),
        .number("At full speed"), .number("Handling"), .number("Idle"), .text("Who pays idle time"),
      ],
      rows: one.hours.map { pool in
        [.init(pool.pool)]
          + [pool.paid, pool.scheduled, pool.loggedIn, pool.onPhone, pool.handled, pool.idle].map {
            .init(Show.count($0))
          } + [.init(pool.idlePaidBy)]
      },
      note:
        "Training, shrinkage, the ramp and waiting for work take a part at each step. Handling is that of the simulation."
    )
  }

  private func pairTable(_ pairs: [ComparedPair]) -> Table {
    Table(
      caption: "How often one costs less than another over the same demand paths",
      columns: [.text("Alternative"), .text("Costs less than"), .number("In"), .number("95 % ±")],
      rows: pairs.map { pair in
        [
          .init(pair.alternative), .init(pair.against),
          .init(Show.percent(pair.cheaperShare.mean, 0)),
          .init(Show.percent(pair.cheaperShare.halfWidth, 0)),
        ]
      }, note: "Each is planned anew for each path's workload.")
  }

  private func whatIfTable(_ cases: [WhatIf]) -> Table {
    let pools = cases[0].pools.map(\.pool)
    return Table(
      caption: "The plan under other circumstances",
      columns: [.text("If"), .number("Cost changes by")] + pools.map { .text($0) }
        + [.text("Hours nobody covers")],
      rows: cases.map { one in
        [.init(Show.change(one.change)), .init(Show.signedMoney(one.costChangeCents))]
          + one.pools.map { pool in
            let peak = "\(Show.count(pool.peakPeople)) at the peak"
            let date = pool.decideBy.map { " by \(Show.date($0))" } ?? ""
            return .init(
              pool.hires > 0 ? "hire \(Show.count(pool.hires))\(date); \(peak)" : peak)
          }
          + [
            .init(
              one.shortHours < 0.5
                ? "none"
                : Show.count(one.shortHours)
                  + (one.firstShortWeek.map { ", from \(Show.date($0))" } ?? ""))
          ]
      })
  }
}
