import ClaimsKernels

/// Joins the sorted claims of one partition into episodes.
struct EpisodeJoin {
  /// Days from an episode's first claim to its last.
  static let episodeDays = 7
  /// Days within which a reversal cancels a fill.
  static let reversalDays = 30

  private let reader: EpisodeReader
  /// The rows, episode by episode.
  private(set) var order: [UInt32] = []
  /// For each row its role, with ``ClaimEpisodes/firstMark`` on the first of each episode.
  private(set) var marks: [UInt8] = []
  private var fills: [Int] = []
  private var isCancelled: [Bool] = []

  init(_ reader: EpisodeReader, capacity: Int) {
    self.reader = reader
    order.reserveCapacity(capacity)
    marks.reserveCapacity(capacity)
  }

  /// Joins records that are sorted by key, time and row, reordering equal times.
  mutating func join(_ records: inout [KeyedRecord]) {
    var low = 0
    while low < records.count {
      let key = records[low].key
      var high = low + 1
      while high < records.count, records[high].key == key { high += 1 }
      if high == low + 1 {
        append(records[low].row, rank: EpisodeReader.rank(records[low].time))
      } else if reader.keysAreExact || isOneDemand(records[low..<high]) {
        joinDemand(&records, low..<high)
      } else {
        // Two members or drugs whose keys are equal by chance.
        records[low..<high].sort {
          let (left, right) = (reader.demand($0.row), reader.demand($1.row))
          return left == right ? $0.precedes($1) : left < right
        }
        var first = low
        for place in low + 1...high
        where place == high || !reader.isSameDemand(records[first].row, records[place].row) {
          joinDemand(&records, first..<place)
          first = place
        }
      }
      low = high
    }
  }

  private func isOneDemand(_ records: ArraySlice<KeyedRecord>) -> Bool {
    guard let first = records.first else { return true }
    return records.dropFirst().allSatisfy { reader.isSameDemand(first.row, $0.row) }
  }

  /// Appends a claim that is an episode by itself.
  mutating func append(_ row: UInt32, rank: Int) {
    order.append(row)
    marks.append(ClaimEpisodes.firstMark | role(rank, survives: true).rawValue)
  }

  private func role(_ rank: Int, survives: Bool) -> ClaimEpisodes.Role {
    switch rank {
    case 0: .rejected
    case 2: .reversal
    default: survives ? .survivingFill : .otherFill
    }
  }

  /// Joins the claims of one member and drug.
  private mutating func joinDemand(_ records: inout [KeyedRecord], _ range: Range<Int>) {
    orderTies(&records, range)
    let hasCancelled = cancelFills(records, range)
    var first = range.lowerBound
    while first < range.upperBound {
      let day = EpisodeReader.day(records[first].time)
      var end = first + 1
      var survivor = -1
      while end < range.upperBound,
        EpisodeReader.day(records[end].time) - day <= Self.episodeDays
      {
        end += 1
      }
      for place in first..<end where EpisodeReader.rank(records[place].time) == 1 {
        if !hasCancelled || !isCancelled[place - range.lowerBound] { survivor = place }
      }
      for place in first..<end {
        let role = role(EpisodeReader.rank(records[place].time), survives: place == survivor)
        order.append(records[place].row)
        marks.append(role.rawValue | (place == first ? ClaimEpisodes.firstMark : 0))
      }
      first = end
    }
  }

  /// Orders claims of one instant and rank by their number, then by row.
  private func orderTies(_ records: inout [KeyedRecord], _ range: Range<Int>) {
    var low = range.lowerBound
    while low < range.upperBound {
      var high = low + 1
      while high < range.upperBound, records[high].time == records[low].time { high += 1 }
      if high > low + 1 {
        records[low..<high].sort {
          let (left, right) = (reader.claimID($0.row), reader.claimID($1.row))
          return (left, $0.row) < (right, $1.row)
        }
      }
      low = high
    }
  }

  /// Lets each reversal cancel the latest fill that it may; returns whether any did.
  private mutating func cancelFills(_ records: [KeyedRecord], _ range: Range<Int>) -> Bool {
    var hasReversal = false
    for place in range where EpisodeReader.rank(records[place].time) == 2 { hasReversal = true }
    guard hasReversal else { return false }
    fills.removeAll(keepingCapacity: true)
    isCancelled.removeAll(keepingCapacity: true)
    isCancelled.append(contentsOf: repeatElement(false, count: range.count))
    var any = false
    for place in range {
      let record = records[place]
      switch EpisodeReader.rank(record.time) {
      case 1: fills.append(place)
      case 2:
        let day = EpisodeReader.day(record.time)
        var candidate = fills.count - 1
        // Fills are in order of their days, so the first one too early ends the search.
        while candidate >= 0,
          day - EpisodeReader.day(records[fills[candidate]].time) <= Self.reversalDays
        {
          if reader.isSameFill(record.row, records[fills[candidate]].row) {
            isCancelled[fills.remove(at: candidate) - range.lowerBound] = true
            any = true
            break
          }
          candidate -= 1
        }
      default: break
      }
    }
    return any
  }
}
