import Costing
import Quantities
import Reporting
import Results

/// Two alternatives beside each other and why their costs differ.
struct BridgeText {
  var from: (name: String, alternative: RunFacts.Alternative)
  var to: (name: String, alternative: RunFacts.Alternative)

  /// The bridge itself.
  var bridge: CostBridge { CostBridge(from: from.alternative, to: to.alternative) }

  /// The causes in lines whose amounts add up.
  var lines: [String] {
    let bridge = bridge
    var rows = [[from.name, Amount.exact(bridge.fromCents)]]
    for part in bridge.parts where part.cents != .zero {
      rows.append(["  " + BridgeText.words(part.cause), Amount.change(part.cents)])
    }
    rows.append([to.name, Amount.exact(bridge.toCents)])
    return TextTable(rows: rows).lines
  }

  /// What a cause means, in words.
  static func words(_ cause: CostBridge.Cause) -> String {
    switch cause {
    case .volume: "volume: more or fewer items"
    case .handleTime: "handle time: minutes for an item"
    case .effort: "effort: paid hours for an hour of work (goals, idle time, training, shrinkage)"
    case .mix: "mix: who is paid for the hours"
    case .price: "price: what a paid hour costs"
    case .other: "other: paid once, or for no hour of people"
    }
  }
}

/// What alternatives are compared by, a row each.
enum SideTable {
  static func lines(_ sides: [(name: String, alternative: RunFacts.Alternative)]) -> [String] {
    var rows = [["", "cost", "items", "hours of work", "paid hours", "keeps its goals"]]
    for (name, one) in sides {
      let items = one.work.reduce(0) { $0 + $1.items }
      let work = one.work.reduce(0) { $0 + $1.items * $1.handleTimeSeconds } / 3600
      rows.append([
        name, Amount.dollars(one.costCents), Amount.count(items), Amount.count(work),
        Amount.count(one.pools.reduce(0) { $0 + $1.paidHours }), one.certified ? "yes" : "no",
      ])
    }
    return TextTable(rows: rows).lines
  }
}
