import Quantities
import Results

/// How one alternative's cost becomes another's.
extension ReportContent {
  /// Steps from the base, and from the plan of employees alone, to an alternative.
  func bridgeFigures(_ alternative: AlternativeResult) -> [Figure] {
    var from: [AlternativeResult] = []
    if let baseline = result.baseline { from.append(baseline) }
    let against = result.comparison?.breakEvens.first { $0.alternative == alternative.name }
    if let name = against?.against, let other = result.alternative(named: name) {
      from.append(other)
    }
    return from.filter { $0.name != alternative.name }.map { bridge(from: $0, to: alternative) }
  }

  private func bridge(from base: AlternativeResult, to other: AlternativeResult) -> Figure {
    let (left, right) = (CostBreakdown(base.cost), CostBreakdown(other.cost))
    var pools = left.pools
    for pool in right.pools where !pools.contains(pool) { pools.append(pool) }
    var steps: [(name: String, cents: Cents)] = []
    for pool in pools {
      var sums: [(name: String, cents: Cents)] = [
        ("pay", .zero), ("supervision and technology", .zero), ("hiring and set-up", .zero),
      ]
      func add(_ breakdown: CostBreakdown, sign: Int) {
        for kind in breakdown.kinds(of: pool) {
          let place =
            kind.oneOff ? 2 : kind.name == "supervision" || kind.name == "technology" ? 1 : 0
          sums[place].cents += Cents(sign * breakdown.cents(pool: pool, kind: kind).value)
        }
      }
      add(right, sign: 1)
      add(left, sign: -1)
      let name = pool.isEmpty ? "work taken off people" : pool
      steps += sums.filter { $0.cents != .zero }.map { ("\(name): \($0.name)", $0.cents) }
    }
    // Steps too small to see are told together.
    let most = steps.map { abs($0.cents.value) }.max() ?? 0
    let small = steps.filter { abs($0.cents.value) * 100 < most }
    steps.removeAll { abs($0.cents.value) * 100 < most }
    let rest = small.map(\.cents).total()
    if abs(rest.value) * 1000 >= most { steps.append(("everything smaller", rest)) }
    let chart = BridgeChart(
      start: .init(
        name: base.name, dollars: base.costCents.dollars, label: Show.roughMoney(base.costCents)),
      steps: steps.map {
        .init(name: $0.name, dollars: $0.cents.dollars, label: Show.signedRoughMoney($0.cents))
      },
      end: .init(
        name: other.name, dollars: other.costCents.dollars, label: Show.roughMoney(other.costCents))
    )
    let words = steps.map { "\($0.name) \(Show.signedRoughMoney($0.cents))" }
    var figure = Figure(
      title: "From “\(base.name)” to “\(other.name)”",
      caption: base.certified || !other.certified
        ? "What costs more and what costs less, by pool."
        : "What costs more and what costs less, by pool. “\(base.name)” does not keep every promise.",
      alternative:
        "\(base.name) costs \(Show.roughMoney(base.costCents)), \(other.name) \(Show.roughMoney(other.costCents)). Between them: \(words.joined(separator: "; ")).",
      wide: chart.drawing(width: 960), narrow: chart.drawing(width: 400))
    figure.data = Figure.Data(
      row: "a step from one cost to the other", columns: ["step", "dollars"],
      rows: [[.text(base.name), .number(base.costCents.dollars)]]
        + steps.map { [.text($0.name), .number($0.cents.dollars)] }
        + [[.text(other.name), .number(other.costCents.dollars)]])
    return figure
  }
}
