import CClaimsKernels

/// Codes kept one by one with their groups, for values at ranks.
public struct KeptCodes {
  /// The codes around a rank.
  public struct Rank: Sendable {
    /// The code at the rank, rounded down.
    public var low: UInt32
    /// The code at the rank, rounded up.
    public var high: UInt32
    /// How far the rank lies between the two, 0...1.
    public var share: Double
  }

  private struct Part {
    let numbers: ScratchMemory
    let codes: ScratchMemory
    var count = 0
  }
  private static let partRows = 1 << 18
  /// The most fractions that are looked for at once.
  public static let mostFractions = Int(CK_MOST_RANKS) / 2
  private var parts: [Part] = []

  init() {}

  /// The number of codes.
  public var count: Int { parts.reduce(0) { $0 + $1.count } }

  // SAFETY: a part has room for `partRows` numbers of both kinds.
  /// Keeps codes.
  @unsafe
  mutating func add(
    _ numbers: UnsafePointer<UInt32>, _ codes: UnsafePointer<UInt32>, _ count: Int
  ) {
    guard count > 0 else { return }
    if (parts.last?.count ?? Self.partRows) + count > Self.partRows {
      precondition(count <= Self.partRows, "\(count) codes at once")
      parts.append(
        Part(
          numbers: ScratchMemory(bytes: Self.partRows * 4, isZeroed: false),
          codes: ScratchMemory(bytes: Self.partRows * 4, isZeroed: false)))
    }
    let last = parts.count - 1
    let place = parts[last].count
    unsafe (parts[last].numbers.pointer(UInt32.self) + place).update(from: numbers, count: count)
    unsafe (parts[last].codes.pointer(UInt32.self) + place).update(from: codes, count: count)
    parts[last].count += count
  }

  /// Takes over the codes of another worker.
  mutating func take(_ other: KeptCodes) { parts += other.parts }

  /// The codes, group by group.
  public struct ByGroup: @unchecked Sendable {
    // SAFETY: threads change only the codes of groups that are theirs.
    fileprivate let codes: ScratchMemory
    fileprivate let spare: ScratchMemory
    fileprivate let starts: [Int]
  }

  // SAFETY: the cursors of all groups together count every code once.
  /// Sorts the codes by group.
  ///
  /// - Parameter groups: The number of groups; larger numbers are left out.
  /// - Returns: The codes by group.
  /// - Complexity: O(codes + groups).
  public func byGroup(_ groups: Int) -> ByGroup {
    var starts = [Int](repeating: 0, count: groups + 2)
    let total = count
    let codes = ScratchMemory(bytes: max(total, 1) * 4, isZeroed: false)
    unsafe starts.withUnsafeMutableBufferPointer { starts in
      guard let first = starts.baseAddress else { return }
      for part in parts {
        let numbers = unsafe part.numbers.pointer(UInt32.self)
        unsafe ck_count_groups(numbers, part.count, UInt32(groups), first + 1)
      }
    }
    for group in 0...groups { starts[group + 1] += starts[group] }
    var cursors = starts
    unsafe cursors.withUnsafeMutableBufferPointer { cursors in
      guard let first = cursors.baseAddress else { return }
      for part in parts {
        unsafe ck_scatter_groups(
          part.numbers.pointer(UInt32.self), part.codes.pointer(UInt32.self), part.count,
          UInt32(groups), first, codes.pointer(UInt32.self))
      }
    }
    return ByGroup(
      codes: codes, spare: ScratchMemory(bytes: max(total, 1) * 4, isZeroed: false), starts: starts)
  }
}

extension KeptCodes.ByGroup {
  /// Finds the codes at a fraction of each group's codes.
  ///
  /// - Parameters:
  ///   - groups: The groups; those without codes give zeros.
  ///   - fractions: Shares of a group's codes, 0...1, at most ``KeptCodes/mostFractions``; a discrete
  ///     one is the least code at or below which the share lies.
  ///   - threads: The most threads.
  /// - Returns: For each fraction one rank for each group.
  /// - Throws: Nothing of its own.
  /// - Complexity: O(codes).
  public func ranked(
    _ groups: [Int], fractions: [(fraction: Double, isDiscrete: Bool)], threads: Int
  ) throws -> [[KeptCodes.Rank]] {
    let share = max(1, min(1024, groups.count / max(1, threads * 4)))
    let tasks = (groups.count + share - 1) / share
    let parts = try parallelMap(count: tasks, threads: threads) { task in
      groups[task * share..<min(groups.count, (task + 1) * share)].map { ranks($0, fractions) }
    }
    let all = parts.flatMap { $0 }
    return fractions.indices.map { index in all.map { $0[index] } }
  }

  private func ranks(
    _ group: Int, _ fractions: [(fraction: Double, isDiscrete: Bool)]
  ) -> [KeptCodes.Rank] {
    let start = starts[group]
    let count = starts[group + 1] - start
    guard count > 0 else {
      return fractions.map { _ in KeptCodes.Rank(low: 0, high: 0, share: 0) }
    }
    let wanted = fractions.map { fraction, isDiscrete -> (low: Int, high: Int, share: Double) in
      if isDiscrete {
        let place = max(1, Int((fraction * Double(count)).rounded(.up)))
        return (min(place, count) - 1, min(place, count) - 1, 0)
      }
      let place = fraction * Double(count - 1)
      let low = Int(place.rounded(.down))
      return (low, Int(place.rounded(.up)), place - Double(low))
    }
    let places = Set(wanted.flatMap { [$0.low, $0.high] }).sorted()
    let ranks = places.map { UInt64($0) }
    var found = [UInt32](repeating: 0, count: ranks.count)
    unsafe ranks.withUnsafeBufferPointer { ranks in
      unsafe found.withUnsafeMutableBufferPointer { found in
        unsafe ck_ranks(
          codes.pointer(UInt32.self) + start, count, ranks.baseAddress, ranks.count,
          found.baseAddress, spare.pointer(UInt32.self) + start)
      }
    }
    func code(_ place: Int) -> UInt32 { found[places.firstIndex(of: place) ?? 0] }
    return wanted.map { KeptCodes.Rank(low: code($0.low), high: code($0.high), share: $0.share) }
  }
}
