import Quantities

/// Money by month, pool and kind, for tables that must add up.
public struct CostBreakdown: Equatable, Sendable {
  /// A kind of cost, running or once.
  public struct Kind: Hashable, Sendable {
    /// The kind as the cost stage names it.
    public var name: String
    /// Whether the money is spent once rather than running.
    public var oneOff: Bool
    /// Makes a kind.
    public init(name: String, oneOff: Bool) { (self.name, self.oneOff) = (name, oneOff) }
  }

  /// The months, in order.
  public private(set) var months: [String]
  /// The pools, in the order of their first lines.
  public private(set) var pools: [String] = []
  private var cells: [Cell: Cents] = [:]
  private var kindsOfPool: [String: [Kind]] = [:]

  private struct Cell: Hashable {
    var month: String?
    var pool: String?
    var kind: Kind?
  }

  /// Sums the lines of an alternative.
  ///
  /// - Complexity: O(lines).
  public init(_ cost: CostResult) {
    months = Set(cost.lines.map(\.month)).sorted()
    for line in cost.lines {
      let kind = Kind(name: line.kind, oneOff: line.oneOff)
      if kindsOfPool[line.pool] == nil { pools.append(line.pool) }
      if kindsOfPool[line.pool]?.contains(kind) != true {
        kindsOfPool[line.pool, default: []].append(kind)
      }
      for month in [line.month, nil] {
        cells[Cell(month: month, pool: line.pool, kind: kind), default: .zero] += line.cents
        cells[Cell(month: month, pool: line.pool, kind: nil), default: .zero] += line.cents
        cells[Cell(month: month, pool: nil, kind: nil), default: .zero] += line.cents
      }
    }
  }

  /// The kinds of cost that a pool has, in the order of their first lines.
  public func kinds(of pool: String) -> [Kind] { kindsOfPool[pool] ?? [] }

  /// The sum of the lines of a month, pool and kind; `nil` stands for all of them.
  ///
  /// A kind is given together with its pool.
  public func cents(month: String? = nil, pool: String? = nil, kind: Kind? = nil) -> Cents {
    cells[Cell(month: month, pool: pool, kind: kind)] ?? .zero
  }
}
