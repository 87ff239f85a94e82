import ClaimsKernels
import Synchronization

/// Claims in the runs in which they were read: made into a table in memory, or written as a store.
struct ClaimsDraft: Sendable {
  var columns: [ColumnDraft]
  var timeOfDay: ColumnDraft
  var provenance: ClaimsProvenance

  var rowCount: Int { timeOfDay.count }

  /// The table; each draft is let go as soon as its column is joined.
  consuming func table(threads: Int) throws -> ClaimsTable {
    let provenance = provenance
    let waiting = DraftBox(columns + [timeOfDay])
    let count = columns.count
    columns = []
    timeOfDay.runs = []
    var built = try parallelMap(count: count + 1, threads: threads) { index in
      ClaimsColumn(waiting.take(index))
    }
    let times = built.removeLast()
    return ClaimsTable(columns: built, timeOfDay: times, provenance: provenance)
  }
}

/// Drafts that are each taken once, by any thread.
private final class DraftBox: Sendable {
  private let drafts: Mutex<[ColumnDraft?]>

  init(_ drafts: [ColumnDraft]) { self.drafts = Mutex(drafts) }

  func take(_ index: Int) -> ColumnDraft {
    let draft = drafts.withLock { all in
      let taken = all[index]
      all[index] = nil
      return taken
    }
    guard let draft else { preconditionFailure("Draft \(index) was taken before") }
    return draft
  }
}

/// A column that two files hold with types that do not go together.
struct TypeDisagreement: Error {
  var column: String
  var here: ClaimsType
  var there: ClaimsType
}

extension ClaimsDraft {
  /// The claims of a table, whose blocks have been checked.
  init(_ table: ClaimsTable) {
    self.init(
      columns: table.columns.map(\.draft), timeOfDay: table.timeOfDay.draft,
      provenance: table.provenance)
  }

  /// Takes another file's rows behind its own.
  ///
  /// A column that one side lacks is null there. Whole numbers widen to 64 bits and to decimals; a column without
  /// any value takes the other's type.
  ///
  /// - Throws: ``TypeDisagreement`` for the first column whose types do not go together.
  mutating func append(_ other: ClaimsDraft) throws(TypeDisagreement) {
    let rows = rowCount
    var theirs = other.columns
    for index in columns.indices {
      let name = columns[index].name.lowercased()
      var next: ColumnDraft
      if let place = theirs.firstIndex(where: { $0.name.lowercased() == name }) {
        next = theirs.remove(at: place)
      } else {
        next = ColumnDraft(name: name, type: columns[index].type, nulls: other.rowCount)
      }
      try columns[index].agree(with: &next)
      columns[index].append(next)
    }
    for column in theirs {
      var added = ColumnDraft(name: column.name, type: column.type, nulls: rows)
      added.append(column)
      columns.append(added)
    }
    timeOfDay.append(other.timeOfDay)
    provenance.sources += other.provenance.sources
    provenance.membersAreTokens = provenance.membersAreTokens || other.provenance.membersAreTokens
  }
}

extension ColumnDraft {
  /// A column of nulls.
  init(name: String, type: ClaimsType, nulls count: Int) {
    self.init(name: name, type: type, runs: count > 0 ? [constantPart(nil, count)] : [])
    if type == .text {
      lists = [[]]
      sources = runs.map { _ in 0 }
      areAllUsed = true
    }
  }

  /// Gives two columns one type that holds the values of both exactly.
  fileprivate mutating func agree(with other: inout ColumnDraft) throws(TypeDisagreement) {
    if type == other.type { return }
    if isAllNull {
      self = ColumnDraft(name: name, type: other.type, nulls: count)
    } else if other.isAllNull {
      other = ColumnDraft(name: other.name, type: type, nulls: other.count)
    } else if let mine = scale, let theirs = other.scale {
      let common = max(mine, theirs)
      guard rescale(by: common - mine), other.rescale(by: common - theirs) else {
        throw TypeDisagreement(column: name, here: type, there: other.type)
      }
      let joined: ClaimsType = common > 0 ? .decimal(width: 18, scale: common) : .bigint
      type = joined
      other.type = joined
    } else {
      throw TypeDisagreement(column: name, here: type, there: other.type)
    }
  }

  /// The digits after the point of an extra column's numbers; `nil` for other columns.
  private var scale: Int? {
    let isKnown = ClaimsSchema.known.columns.contains { $0.name == name.lowercased() }
    switch type {
    case .integer, .bigint: return isKnown ? nil : 0
    case .decimal(_, let scale): return scale
    default: return nil
    }
  }

  /// Multiplies every value by a power of ten; `false` when one has over 18 digits then.
  private mutating func rescale(by digits: Int) -> Bool {
    if digits == 0 { return true }
    let factor = (0..<digits).reduce(Int64(1)) { product, _ in product * 10 }
    let limit = 1_000_000_000_000_000_000 / factor
    for index in runs.indices {
      guard let spread = runs[index].spread else { continue }
      guard spread.minimum > -limit, spread.maximum < limit else { return false }
      let values = runs[index].values
      // Codes stay; the base and the step between them grow.
      runs[index].values = PackedIntegers(
        count: values.count, base: values.base * factor, step: values.step &* UInt64(factor),
        width: values.width, codes: values.codes)
      runs[index].spread = IntegerSpread(
        minimum: spread.minimum * factor, maximum: spread.maximum * factor,
        step: spread.step &* UInt64(factor))
    }
    return true
  }
}
