/// What is measured for a queue, overall and by period.
public enum QueueMeasure: Hashable, Sendable {
  /// A number of contacts per replication.
  case count(QueueCount)
  /// Abandoned ÷ offered.
  case abandonment
  /// Turned away because no waiting place was free ÷ offered.
  case blocking
  /// Mean wait of all who were served or hung up, in seconds.
  case waitMean
  /// Mean wait of those whose first step began, in seconds.
  case speedOfAnswer
  /// Mean time from arrival to the end of the last step of finished contacts, in seconds.
  case turnaroundMean
  /// Service level by a definition, at the threshold with this index.
  case serviceLevel(ServiceLevelDefinition, threshold: Int)
  /// Share finished by their deadline, of those that finished or are overdue.
  ///
  /// By the index of the class; all classes together when `nil`.
  case deadlinesMet(deadlineClass: Int?)
  /// Contacts that wait for their first step at the end of the period, per replication.
  case waitingAtEnd
  /// Contacts that have begun but not finished at the end of the period, per replication.
  case inServiceAtEnd
}

/// A number of contacts, each counted in the interval in which it arrived.
public enum QueueCount: Int, CaseIterable, Sendable {
  /// Arrived while the queue was open, redials included.
  case offered
  /// Live contacts that were answered; deferred work that was finished.
  case served
  /// Finished the last step.
  case completed
  /// Hung up while waiting.
  case abandoned
  /// Turned away because no waiting place was free.
  case blocked
  /// Arrived while the queue was closed; not part of `offered`.
  case closed
  /// Hung up and will try again.
  case redials
  /// Outbound contacts given up after the last attempt.
  case unreached
  /// Outbound attempts that ended, in vain or not.
  case attempts
  /// Callers who accepted to be called back.
  case callbacks
  /// Left for good between two steps.
  case droppedOut
}

/// The five definitions of service level within a threshold t.
public enum ServiceLevelDefinition: Int, CaseIterable, Sendable {
  /// Served within t ÷ all offered.
  case offered
  /// Served within t ÷ served.
  case answered
  /// Share whose offered wait, had they stayed, is at most t; blocked contacts are left out.
  case virtual
  /// Served within t ÷ (offered − hung up within t, or within the queue's short abandon time).
  case excludingShortAbandons
  /// Served or hung up within t ÷ offered.
  case withinThreshold
}

/// Where each measure of a queue stands in a row of sums, and how it follows from a tally.
struct MeasureLayout {
  let thresholds: Int
  let deadlines: Int
  let isLive: Bool
  let hasShortAbandon: Bool

  init(_ queue: QueueModel) {
    thresholds = queue.thresholds.count
    deadlines = queue.deadlines.count
    isLive = queue.isLive
    hasShortAbandon = queue.shortAbandon != nil
  }

  static let means = QueueCount.allCases.count
  static let levels = means + 7
  static let definitions = ServiceLevelDefinition.allCases.count

  var count: Int {
    Self.levels + thresholds * Self.definitions + (deadlines > 0 ? deadlines + 1 : 0)
  }

  /// The place of a measure; `nil` when the queue has no such threshold or class.
  func index(of measure: QueueMeasure) -> Int? {
    switch measure {
    case .count(let count): return count.rawValue
    case .abandonment: return Self.means
    case .waitMean: return Self.means + 1
    case .speedOfAnswer: return Self.means + 2
    case .turnaroundMean: return Self.means + 3
    case .blocking: return Self.means + 4
    case .waitingAtEnd: return Self.means + 5
    case .inServiceAtEnd: return Self.means + 6
    case .serviceLevel(let definition, let threshold):
      guard (0..<thresholds).contains(threshold) else { return nil }
      return Self.levels + threshold * Self.definitions + definition.rawValue
    case .deadlinesMet(let deadlineClass):
      let position = deadlineClass.map { $0 + 1 } ?? 0
      guard deadlines > 0, (0...deadlines).contains(position) else { return nil }
      return Self.levels + thresholds * Self.definitions + position
    }
  }

  /// Adds one replication's counts, sums and backlog of a period to the row that starts at `row`.
  func add(
    counts: ArraySlice<Int64>, sums: ArraySlice<Double>, backlog: SIMD2<Double>,
    to table: inout [RatioSums], row: Int
  ) {
    let first = counts.startIndex
    func count(_ column: Int) -> Double { Double(counts[first + column]) }
    let offered = count(Column.offered)
    let started = count(Column.started)
    let abandoned = count(Column.abandoned)
    let completed = count(Column.completed)
    let values = [
      offered, isLive ? started : completed, completed, abandoned, count(Column.blocked),
      count(Column.closed), count(Column.redials), count(Column.unreached),
      count(Column.attempts), count(Column.callbacks), count(Column.droppedOut),
    ]
    for (position, value) in values.enumerated() { table[row + position].add(value, 1) }
    let time = sums.startIndex
    table[row + Self.means].add(abandoned, offered)
    table[row + Self.means + 1].add(sums[time], started + abandoned)
    table[row + Self.means + 2].add(sums[time + 1], started)
    table[row + Self.means + 3].add(sums[time + 2], completed)
    table[row + Self.means + 4].add(count(Column.blocked), offered)
    table[row + Self.means + 5].add(backlog.x, 1)
    table[row + Self.means + 6].add(backlog.y, 1)
    for threshold in 0..<thresholds {
      let base = CompiledModel.baseColumns + threshold * CompiledModel.columnsPerThreshold
      let served = count(base + ThresholdColumn.served)
      let quick = count(base + ThresholdColumn.abandoned)
      let decided = offered - count(base + ThresholdColumn.undecided)
      let short = hasShortAbandon ? count(Column.shortAbandoned) : quick
      let place = row + Self.levels + threshold * Self.definitions
      table[place].add(served, decided)
      table[place + 1].add(served, started)
      table[place + 2].add(
        count(base + ThresholdColumn.virtual),
        offered - count(Column.blocked) - count(base + ThresholdColumn.undecidedVirtual))
      table[place + 3].add(served, decided - short)
      table[place + 4].add(served + quick, decided)
    }
    guard deadlines > 0 else { return }
    let base = CompiledModel.baseColumns + thresholds * CompiledModel.columnsPerThreshold
    let place = row + Self.levels + thresholds * Self.definitions
    var allMet = 0.0
    var allDecided = 0.0
    for position in 0..<deadlines {
      let column = base + position * CompiledModel.columnsPerDeadline
      let met = count(column)
      let decided = met + count(column + 1)
      table[place + 1 + position].add(met, decided)
      allMet += met
      allDecided += decided
    }
    table[place].add(allMet, allDecided)
  }
}
