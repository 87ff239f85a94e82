/// Groups of rows by few or small keys, and what is computed of each: a plan without rows.
///
/// A group's number is computed from its keys, so that its record is found without a search. The last
/// place of every key is that of null.
public struct GroupScan: Sendable {
  /// A column under a condition of its own; rows that are null or fail it do not count.
  public struct Input: Sendable, Hashable {
    /// The column; `nil` for no value, only the condition.
    public var column: Int?
    /// The number of the condition; `nil` for every row.
    public var filter: Int?

    /// Names a column and a condition.
    public init(column: Int?, filter: Int? = nil) {
      self.column = column
      self.filter = filter
    }
  }
  /// What is computed of an input in each group.
  public enum Aggregate: Sendable, Hashable {
    /// Rows.
    case count(Input)
    /// The sum of codes.
    case sum(Input)
    /// The least code.
    case least(Input)
    /// The greatest code.
    case most(Input)
    /// The number of different codes, all below `size`.
    case distinct(Input, size: Int)
    /// The codes themselves.
    case keep(Input)

    /// The input.
    var input: Input {
      switch self {
      case .count(let input), .sum(let input), .least(let input), .most(let input),
        .distinct(let input, _), .keep(let input):
        input
      }
    }
  }

  /// The columns that keys and inputs name.
  public let columns: [ScanColumn]
  /// The columns that tell groups apart, and how many places each has, null included.
  public let keys: [(column: Int, width: UInt32)]
  /// What is computed.
  public let aggregates: [Aggregate]
  /// The number of possible groups.
  public let groups: Int

  /// Plans a scan.
  ///
  /// - Parameters:
  ///   - columns: The columns that keys and inputs name.
  ///   - keys: Columns and their places; the product of the places is below 2^31.
  ///   - aggregates: What to compute.
  ///   - groups: The number of groups, when their numbers come from elsewhere.
  public init(
    columns: [ScanColumn], keys: [(column: Int, width: UInt32)], aggregates: [Aggregate],
    groups: Int? = nil
  ) {
    self.columns = columns
    self.keys = keys
    self.aggregates = aggregates
    self.groups = groups ?? keys.reduce(1) { $0 * Int($1.width) }
    precondition(self.groups < Int(Int32.max), "\(self.groups) groups")
    var layout = Layout()
    var bits: [(input: Input, size: Int)] = []
    var kept: [Input] = []
    for aggregate in aggregates {
      let input = aggregate.input
      if Self.isNullable(input, columns) { layout.addSlot(.valid, input) }
      switch aggregate {
      case .count: break
      case .sum: layout.addSlot(.sum, input)
      case .least: layout.addSlot(.least, input)
      case .most: layout.addSlot(.most, input)
      case .distinct(_, let size):
        if !bits.contains(where: { $0.input == input }) { bits.append((input, size)) }
      case .keep: if !kept.contains(input) { kept.append(input) }
      }
    }
    self.layout = layout
    self.bits = bits
    self.kept = kept
    var inputs: [Input] = []
    for aggregate in aggregates where !inputs.contains(aggregate.input) {
      inputs.append(aggregate.input)
    }
    self.inputs = inputs
  }

  /// The different inputs.
  let inputs: [Input]
  /// Where the numbers of a group stand.
  let layout: Layout
  /// Inputs whose codes are marked in bits.
  let bits: [(input: Input, size: Int)]
  /// Inputs whose codes are kept.
  let kept: [Input]

  /// The slots of a record: rows first, then what is added, then what is raised.
  struct Layout: Sendable {
    enum Kind: Sendable { case valid, sum, least, most }
    private(set) var added: [(kind: Kind, input: Input)] = []
    private(set) var raised: [(kind: Kind, input: Input)] = []

    mutating func addSlot(_ kind: Kind, _ input: Input) {
      guard slot(kind, input) == nil else { return }
      switch kind {
      case .valid, .sum: added.append((kind, input))
      case .least, .most: raised.append((kind, input))
      }
    }

    func slot(_ kind: Kind, _ input: Input) -> Int? {
      if let place = added.firstIndex(where: { $0.kind == kind && $0.input == input }) {
        return 1 + place
      }
      if let place = raised.firstIndex(where: { $0.kind == kind && $0.input == input }) {
        return 1 + added.count + place
      }
      return nil
    }

    var count: Int { 1 + added.count + raised.count }
  }

  /// Whether rows of an input may not count.
  private static func isNullable(_ input: Input, _ columns: [ScanColumn]) -> Bool {
    guard input.filter == nil else { return true }
    guard let column = input.column.map({ columns[$0] }) else { return false }
    return column.hasMissing || (column.nulls != nil && column.nullValue == nil)
  }
}
