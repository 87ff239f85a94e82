import Quantities
import Results

/// Money by month, and what would change it.
extension ReportContent {
  /// Monthly cost to the cent, the worked line and unit costs.
  func costSection(_ alternative: AlternativeResult) -> Section {
    let cost = alternative.cost
    let breakdown = CostBreakdown(cost)
    var blocks: [Block] = []
    if !cost.lines.isEmpty {
      blocks += bridgeFigures(alternative).map { .figure($0) }
      if breakdown.months.count > 1 { blocks.append(.figure(costFigure(breakdown))) }
      blocks.append(.table(monthTable(breakdown, total: cost.totalCents)))
      let tables = breakdown.pools.map { kindTable(breakdown, pool: $0) }
      blocks.append(.folded("Each pool by kind of cost", tables.map { .table($0) }))
    }
    if let example = cost.example {
      blocks.append(.heading("One line, to recompute"))
      blocks.append(
        .paragraph(
          "The largest line: \(example.kind) of \(strong: example.pool) in \(Show.month(example.month))."
        ))
      blocks.append(.table(workedTable(example)))
    }
    if !cost.unitCosts.isEmpty { blocks.append(.table(unitTable(cost))) }
    if let range = alternative.costRange {
      blocks.append(
        .paragraph(
          "Over the demand paths the cost is \(Show.money(range.p10)) at the 10th, \(Show.money(range.p50)) at the 50th and \(Show.money(range.p90)) at the 90th percentile. \(range.method)"
        ))
    }
    return Section(
      anchor: "cost", title: "What it costs",
      lead:
        "“\(alternative.name)” comes to \(strong: Show.money(alternative.costCents)) over \(horizonWords). Each line is rounded to the cent once, and every total is the sum of its lines.",
      blocks: blocks)
  }

  private func costFigure(_ breakdown: CostBreakdown) -> Figure {
    let months = breakdown.months
    let slot = 1 / Double(max(1, months.count))
    let chart = StackChart(
      periods: months.indices.map { (Double($0) * slot, Double($0 + 1) * slot) },
      labels: months.enumerated().map { index, month in
        let first = LocalDate(month + "-01")
        let isYear = index == 0 || first?.parts.month == 1
        let name = first.map { Show.monthName($0.parts.month) } ?? month
        return (
          (Double(index) + 0.5) * slot,
          isYear && first != nil ? "\(name)\n\(month.prefix(4))" : name
        )
      },
      series: breakdown.pools.map { pool in
        .init(
          name: pool, values: months.map { breakdown.cents(month: $0, pool: pool).dollars })
      }, unit: "Dollars a month", prefix: "$")
    let most = months.max { breakdown.cents(month: $0) < breakdown.cents(month: $1) } ?? ""
    let words =
      "The dearest month is \(Show.month(most)) with \(Show.roughMoney(breakdown.cents(month: most)))."
    return Figure(
      title: "Cost by month and pool", caption: Prose(words),
      alternative: "\(words) The table below has every month to the cent.",
      wide: chart.drawing(width: 960, height: 260), narrow: chart.drawing(width: 400, height: 230),
      data: .init(
        row: "a pool in a month", columns: ["month", "pool", "cents"],
        rows: breakdown.pools.flatMap { pool in
          months.map { month in
            [
              .text(month), .text(pool),
              .integer(breakdown.cents(month: month, pool: pool).value),
            ]
          }
        }))
  }

  private func monthTable(_ breakdown: CostBreakdown, total: Cents) -> Table {
    let many = breakdown.pools.count > 1
    func row(_ name: String, _ month: String?) -> [Table.Cell] {
      [.init(name)]
        + breakdown.pools.map { .init(Show.money(breakdown.cents(month: month, pool: $0))) }
        + (many ? [.init(Show.money(breakdown.cents(month: month)))] : [])
    }
    return Table(
      caption: "Cost by month and pool, in dollars and cents",
      columns: [.text("Month")] + breakdown.pools.map { .number($0) }
        + (many ? [.number("Together")] : []),
      rows: breakdown.months.map { row(Show.month($0), $0) }, totals: [row("Total", nil)])
  }

  private func kindTable(_ breakdown: CostBreakdown, pool: String) -> Table {
    let kinds = breakdown.kinds(of: pool)
    func row(_ name: String, _ month: String?) -> [Table.Cell] {
      [.init(name)]
        + kinds.map { .init(Show.money(breakdown.cents(month: month, pool: pool, kind: $0))) }
        + [.init(Show.money(breakdown.cents(month: month, pool: pool)))]
    }
    return Table(
      caption: "Cost of \(pool) by kind",
      columns: [.text("Month")] + kinds.map { .number(kindName($0)) } + [.number("Together")],
      rows: breakdown.months.map { row(Show.month($0), $0) }, totals: [row("Total", nil)])
  }

  private func kindName(_ kind: CostBreakdown.Kind) -> String {
    Show.kind(kind.name) + (kind.oneOff ? ", once" : "")
  }

  private func workedTable(_ example: WorkedCost) -> Table {
    Table(
      caption: "The factors, whose product is dollars",
      columns: [.text("Factor"), .number("Value")],
      rows: example.factors.map { [.init($0.name), .init(exact($0.value))] },
      totals: [["Product, rounded to the cent", .init(Show.money(example.cents))]])
  }

  /// A factor with enough places to multiply by hand.
  private func exact(_ value: Double) -> String {
    Show.trimmed(Show.decimal(value, 6))
  }

  private func unitTable(_ cost: CostResult) -> Table {
    Table(
      caption: "What one unit costs",
      columns: [.text("Unit"), .number("How many"), .number("Each")],
      rows: cost.unitCosts.map {
        [.init($0.measure), .init(Show.count($0.count)), .init(Show.money($0.cents))]
      }, note: "Total cost ÷ how many, rounded to the cent.")
  }

  /// What would change the answer.
  var sensitivitySection: Section {
    let ordered = result.sensitivitiesByEffect
    guard !ordered.isEmpty else {
      return Section(
        anchor: "sensitivity", title: "What would change the answer",
        lead: "No input was varied in this run.", blocks: [])
    }
    // What moves the cost by less than a thousandth of the largest effect cannot be seen.
    func effect(_ one: Sensitivity) -> Int {
      max(abs(one.lowCents.value), abs(one.highCents.value))
    }
    let seen = ordered.filter { effect($0) * 1000 >= effect(ordered[0]) }.prefix(12)
    let tornado = Tornado(
      bars: seen.map { one in
        .init(
          name: one.input, low: (Show.signs(one.low), one.lowCents.dollars),
          high: (Show.signs(one.high), one.highCents.dollars))
      })
    let words = seen.map {
      "\($0.input): \(Show.signs($0.low)) \(Show.signedRoughMoney($0.lowCents)), \(Show.signs($0.high)) \(Show.signedRoughMoney($0.highCents))"
    }
    let figure = Figure(
      title: "Change of cost when one input moves",
      caption: "\(strong: ordered[0].input) matters most.",
      alternative: "Change of cost: \(words.joined(separator: "; ")).",
      wide: tornado.drawing(width: 960), narrow: tornado.drawing(width: 400),
      data: .init(
        row: "an input that was moved alone",
        columns: ["input", "low", "low_cents", "high", "high_cents"],
        rows: ordered.map {
          [
            .text($0.input), .text($0.low), .integer($0.lowCents.value), .text($0.high),
            .integer($0.highCents.value),
          ]
        }))
    let table = Table(
      caption: "The same to the cent",
      columns: [
        .text("Input"), .text("Low"), .number("Change"), .text("High"), .number("Change"),
      ],
      rows: ordered.map {
        [
          .init($0.input), .init(Show.signs($0.low)), .init(Show.signedMoney($0.lowCents)),
          .init(Show.signs($0.high)),
          .init(Show.signedMoney($0.highCents)),
        ]
      })
    return Section(
      anchor: "sensitivity", title: "What would change the answer",
      lead: result.recommended.map {
        "Each input was moved alone, and the plan of “\($0)” was costed again."
      } ?? "Each input was moved alone, and the plan was costed again.",
      blocks: [.figure(figure), .table(table)])
  }
}
