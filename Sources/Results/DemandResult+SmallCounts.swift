/// Causes that were counted in claims.
public struct CountedCauses: Codable, Equatable, Sendable {
  /// What they are: `episodes`, `fills`.
  public var noun: String
  /// Items that each brings.
  public var itemsEach: Double
  /// How many were seen; nothing where that is hidden.
  public var seen: Int?
  /// Whether 1 to 10 were seen.
  public var areFew: Bool
  /// Makes a count.
  public init(noun: String, itemsEach: Double, seen: Int) {
    (self.noun, self.itemsEach, self.seen) = (noun, itemsEach, seen)
    areFew = DemandResult.few.contains(seen)
  }
}

extension DemandResult {
  /// Counts that may not be shown.
  static let few = 1...10

  /// The demand as a run may show it: no count of 1 to 10 stands in it, or follows from others.
  ///
  /// - Where one driver counted so few causes, the others do not say how many they counted: with the rows of
  ///   the claims, a difference would tell.
  /// - Days of a history with fewer than eleven causes are averaged with those after them until a stretch
  ///   has eleven, the last ones with those before; a history with 1 to 10 causes shows no day.
  /// - Where 1 to 10 members were seen, they stand for ten.
  /// - A column's share of missing values that is 1 to 10 rows, or all but so few, counts as ten.
  public func withoutSmallCounts() -> DemandResult {
    var shown = self
    let histories = queues.flatMap { $0.drivers.compactMap(\.history?.causes) }
    let hides = histories.contains(where: \.areFew)
    for queue in shown.queues.indices {
      for driver in shown.queues[queue].drivers.indices {
        guard let history = shown.queues[queue].drivers[driver].history, history.causes != nil
        else { continue }
        var safe = history.withoutSmallCounts()
        if hides { safe.causes?.seen = nil }
        if areMembersHidden { safe.exposure = safe.exposure.map { max($0, 10) } }
        shown.queues[queue].drivers[driver].history = safe
      }
    }
    guard let quality = claims, quality.rows > 0 else { return shown }
    if areMembersHidden { shown.claims?.membersRepresented = max(10, quality.membersRepresented) }
    let rows = Double(quality.rows)
    let least = min(1, 10 / rows)
    var isChanged = false
    for column in quality.missing.indices {
      let share = quality.missing[column].share
      let missing = Int((share * rows).rounded())
      let isFew = DemandResult.few.contains(missing)
      guard isFew || DemandResult.few.contains(quality.rows - missing) else { continue }
      shown.claims?.missing[column].share = isFew ? least : 1 - least
      isChanged = true
    }
    if isChanged {
      shown.claims?.remarks.append(
        "Where 1-10 rows have no value in a column, or all but so few, ten are counted.")
    }
    return shown
  }

  private var areMembersHidden: Bool { claims?.membersSeen == "1-10" }
}

extension VolumeHistory {
  /// The history with stretches of days that hold at least eleven causes each, or none.
  func withoutSmallCounts() -> VolumeHistory {
    guard let causes, causes.itemsEach > 0 else { return self }
    let least = Double(DemandResult.few.upperBound + 1) * causes.itemsEach * (1 - 1e-9)
    let days = daily.indices.filter { daily[$0] != nil }
    var stretches: [(days: [Int], items: Double)] = []
    var open: (days: [Int], items: Double) = ([], 0)
    for day in days {
      open.days.append(day)
      open.items += daily[day] ?? 0
      if open.items >= least {
        stretches.append(open)
        open = ([], 0)
      }
    }
    if !open.days.isEmpty {
      if stretches.isEmpty {
        stretches = [open]
      } else {
        stretches[stretches.count - 1].days += open.days
        stretches[stretches.count - 1].items += open.items
      }
    }
    var shown = self
    for stretch in stretches {
      let isFew = stretch.items > 0 && stretch.items < least
      for day in stretch.days {
        shown.daily[day] = isFew ? nil : stretch.items / Double(stretch.days.count)
      }
    }
    return shown
  }
}
