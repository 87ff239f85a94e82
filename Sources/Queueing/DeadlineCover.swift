/// The covering of windows by people behind ``DeadlineRequirement``.
struct DeadlineCover {
  let work: DeadlineWork
  /// Position of each interval's group, 0 upwards.
  let groupOf: [Int]
  private(set) var people: [Double]
  private(set) var unreachable: [Double]
  private let standardDeviations: Double
  private let window: Int
  /// Open intervals before each interval, and where each group begins; the count at the end.
  private var openBefore = [0.0]
  private var bounds = [0]
  /// By class, cumulated expected items before each interval.
  private var cumulated: [[Double]]
  /// What every window must hold, one condition for each family.
  private var families: [Family] = []
  /// By end, whether anything falls due there.
  private var falls: [Bool]
  /// The windows that can decide: a wider one with the same open intervals holds no less work, so ends
  /// lie where the next interval is open, starts where the one before is.
  private var ends: [End] = []
  private var isStart: [Bool]

  /// An end with the first start that is looked at.
  private struct End {
    var end: Int
    var first: Int
  }
  /// Ends and starts of the windows longer than `window`: the bounds of groups, or some hundred points.
  private var anchors: [Int]

  /// Work that must be done by the end of a window that it arrives in: a demand on every window.
  private struct Family {
    /// By class, the share of the work that counts; 0 for classes that do not.
    var met: [Double]
    /// By class and end, how many intervals of arrivals are due by then.
    var dueBy: [[Int]]
  }

  init(
    work: DeadlineWork, groups: [Int], standardDeviations: Double, window: Int,
    discipline: DeadlineSchedule.Discipline
  ) {
    self.work = work
    self.standardDeviations = standardDeviations
    self.window = window
    var position = -1
    var previous: Int?
    groupOf = groups.map { group in
      if group != previous { position += 1 }
      previous = group
      return position
    }
    people = Array(repeating: 0, count: position + 1)
    for isOpen in work.open {
      openBefore.append(openBefore[openBefore.count - 1] + (isOpen ? 1 : 0))
    }
    for index in work.arrivals.indices.dropFirst() where groupOf[index] != groupOf[index - 1] {
      bounds.append(index)
    }
    bounds.append(work.arrivals.count)
    cumulated = []
    unreachable = []
    falls = Array(repeating: false, count: work.arrivals.count + 1)
    isStart = work.arrivals.indices.map { index in
      (index == 0 || work.open[index - 1]) && (work.arrivals[index] > 0 || !work.open[index])
    }
    let stepBetweenAnchors = max(1, work.arrivals.count / 300)
    anchors = (0...work.arrivals.count).filter { $0 % stepBetweenAnchors == 0 }
    let count = work.arrivals.count
    var nextOpen = Array(repeating: count, count: count + 1)
    for index in stride(from: count - 1, through: 0, by: -1) {
      nextOpen[index] = work.open[index] ? index : nextOpen[index + 1]
    }
    var dueOfClass: [[Int]] = []
    for item in work.classes {
      var sums = [0.0]
      sums.reserveCapacity(count + 1)
      for volume in work.arrivals { sums.append(sums[sums.count - 1] + volume * item.share) }
      cumulated.append(sums)
      var missed = 0.0
      var due = work.dueIntervals(of: item)
      for index in due.indices where nextOpen[index] >= due[index] {
        missed += work.arrivals[index] * item.share
        due[index] = nextOpen[index] + 1
      }
      unreachable.append(missed)
      dueOfClass.append(due)
    }
    addFamilies(dueOfClass, discipline, nextOpen: nextOpen)
    var isDue = false
    var closedFrom = 0
    for end in 0...count {
      if end == 0 || work.open[end - 1] { closedFrom = end }
      isDue = isDue || falls[end]
      guard end == count || work.open[end] else { continue }
      if isDue {
        var first = max(0, closedFrom - window)
        while first > 0, !work.open[first - 1] { first -= 1 }
        ends.append(End(end: end, first: first))
      }
      isDue = false
    }
  }

  /// The conditions under which an order of work keeps the deadlines, for work that is divisible.
  private mutating func addFamilies(
    _ due: [[Int]], _ discipline: DeadlineSchedule.Discipline, nextOpen: [Int]
  ) {
    let met = work.classes.map(\.met)
    let every = work.arrivals.indices
    switch discipline {
    case .earliestDeadlineFirst: add(due, met)
    case .firstInFirstOut:
      // An item finishes once all that arrived up to it has: everything is due with the tightest class.
      add(due, met)
      let tightest = every.map { index in due.map { $0[index] }.min() ?? 0 }
      let first = work.classes.indices.min { left, right in
        (due[left].first ?? 0, -met[left]) < (due[right].first ?? 0, -met[right])
      }
      let share = first.map { met[$0] } ?? 1
      add(due.map { _ in tightest }, met.map { _ in share })
    case .priority:
      // A class finishes once it and all of the classes above it have, whatever arrives of those meanwhile.
      let atOnce = every.map { nextOpen[$0] + 1 }
      for lowest in work.classes.indices {
        add(
          work.classes.indices.map { $0 < lowest ? atOnce : due[lowest] },
          work.classes.indices.map { $0 < lowest ? 1 : $0 == lowest ? met[lowest] : 0 })
      }
    }
  }

  private mutating func add(_ due: [[Int]], _ met: [Double]) {
    let count = work.arrivals.count
    var dueBy: [[Int]] = []
    for item in due.indices {
      var arrived = 0
      var byEnd: [Int] = []
      byEnd.reserveCapacity(count + 1)
      for end in 0...count {
        while arrived < count, due[item][arrived] <= end {
          if work.arrivals[arrived] > 0, met[item] > 0 { falls[end] = true }
          arrived += 1
        }
        byEnd.append(arrived)
      }
      dueBy.append(byEnd)
    }
    families.append(Family(met: met, dueBy: dueBy))
  }

  /// Person-seconds that the window must hold.
  @inline(__always)
  private func required(from start: Int, to end: Int) -> Double {
    var most = 0.0
    for family in families.indices {
      var mean = 0.0
      var all = 0.0
      for item in work.classes.indices where families[family].met[item] > 0 {
        let last = families[family].dueBy[item][end]
        guard last > start else { continue }
        let items = cumulated[item][last] - cumulated[item][start]
        mean += items * families[family].met[item]
        all += items
      }
      guard all > 0 else { continue }
      let needed =
        mean * work.handleTime
        + standardDeviations * (all * work.handleTimeSecondMoment).squareRoot()
      most = max(most, needed)
    }
    return most
  }

  /// Adds people until every window holds what it must.
  mutating func fill() {
    for entry in ends {
      var capacity = 0.0
      var start = entry.end - 1
      while start >= entry.first {
        if work.open[start] { capacity += people[groupOf[start]] * work.interval }
        if isStart[start] || start == entry.first {
          let missing = required(from: start, to: entry.end) - capacity
          if missing > 1e-9 { capacity += add(missing, from: start, to: entry.end) }
        }
        start -= 1
      }
    }
    for end in anchors {
      for start in anchors.reversed() where start < end - window {
        let missing = required(from: start, to: end) - capacity(from: start, to: end)
        if missing > 1e-9 { _ = add(missing, from: start, to: end) }
      }
    }
  }

  private func capacity(from start: Int, to end: Int) -> Double {
    var total = 0.0
    for group in groupOf[start]...groupOf[end - 1] where people[group] > 0 {
      let inside =
        openBefore[min(end, bounds[group + 1])] - openBefore[max(start, bounds[group])]
      total += people[group] * inside
    }
    return total * work.interval
  }

  /// Puts `missing` person-seconds into a window; returns what was added inside of it.
  private mutating func add(_ missing: Double, from start: Int, to end: Int) -> Double {
    var best = -1
    var bestShare = 0.0
    var bestInside = 0.0
    for group in (groupOf[start]...groupOf[end - 1]).reversed() {
      let (left, right) = (bounds[group], bounds[group + 1])
      let inside = openBefore[min(end, right)] - openBefore[max(start, left)]
      guard inside > 0 else { continue }
      let share = inside / (openBefore[right] - openBefore[left])
      if share > bestShare * (1 + 1e-12) {
        best = group
        bestShare = share
        bestInside = inside
      }
      if bestShare >= 1 { break }
    }
    guard best >= 0 else { return 0 }
    people[best] += missing / (bestInside * work.interval)
    return missing
  }

  /// Lowers each group, last first, to the least that all windows still allow.
  ///
  /// With a group per interval the fill is the least cover already and nothing is done.
  mutating func trim() {
    guard people.count <= 1000, !work.arrivals.isEmpty else { return }
    let count = work.arrivals.count
    var staffed = Array(repeating: 0.0, count: count + 1)
    for group in stride(from: people.count - 1, through: 0, by: -1) where people[group] > 0 {
      for index in 0..<count {
        staffed[index + 1] =
          staffed[index] + (work.open[index] ? people[groupOf[index]] * work.interval : 0)
      }
      let (left, right) = (bounds[group], bounds[group + 1])
      var room = people[group]
      func look(_ start: Int, _ end: Int) {
        let inside = openBefore[min(end, right)] - openBefore[max(start, left)]
        guard inside > 0 else { return }
        let slack = staffed[end] - staffed[start] - required(from: start, to: end)
        room = min(room, max(0, slack / (inside * work.interval)))
      }
      for entry in ends where entry.end > left && entry.first < right {
        for start in entry.first..<min(right, entry.end)
        where isStart[start] || start == entry.first {
          look(start, entry.end)
        }
        if room == 0 { break }
      }
      if room > 0 {
        for end in anchors where end > left {
          for start in anchors where start < end - window && start < right { look(start, end) }
        }
      }
      people[group] -= room
    }
  }
}
