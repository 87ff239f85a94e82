import CClaimsKernels

extension GroupScanWorker {
  /// Takes over what another worker knows.
  public func merge(_ other: GroupScanWorker) {
    fold()
    other.fold()
    let mine = unsafe records.pointer(UInt64.self)
    let theirs = unsafe other.records.pointer(UInt64.self)
    let firstRaised = 1 + scan.layout.added.count
    let slots = scan.layout.count
    for group in 0..<scan.groups {
      let place = group * stride
      if unsafe theirs[place] == 0 { continue }
      for slot in 0..<firstRaised { unsafe mine[place + slot] &+= theirs[place + slot] }
      for slot in firstRaised..<slots {
        unsafe mine[place + slot] = max(mine[place + slot], theirs[place + slot])
      }
    }
    for (index, entry) in scan.bits.enumerated() {
      unsafe ck_join_bits(
        bits[index].pointer(UInt64.self), other.bits[index].pointer(UInt64.self),
        scan.groups * ((entry.size + 63) / 64))
    }
    for index in kept.indices { kept[index].take(other.kept[index]) }
  }

  /// Joins the copies of the records.
  private func fold() {
    guard !isFolded, replicas > 1 else { return }
    isFolded = true
    let base = unsafe records.pointer(UInt64.self)
    let added = 1 + scan.layout.added.count
    for copy in 1..<replicas {
      for group in 0..<scan.groups {
        for slot in 0..<added {
          unsafe base[group * stride + slot] &+= base[copy * span + group * stride + slot]
        }
      }
    }
  }

  /// The groups that have rows, in the order of their numbers.
  public var filledGroups: [Int] {
    fold()
    let base = unsafe records.pointer(UInt64.self)
    return (0..<scan.groups).filter { unsafe base[$0 * stride] != 0 }
  }

  /// The rows of each group.
  public func rowCounts(_ groups: [Int]) -> [Int64] { numbers(0, groups) }

  /// The rows of each group that count for an input.
  public func counts(_ input: GroupScan.Input, _ groups: [Int]) -> [Int64] {
    numbers(scan.layout.slot(.valid, input) ?? 0, groups)
  }

  /// The sum of an input's codes in each group.
  public func sums(_ input: GroupScan.Input, _ groups: [Int]) -> [UInt64] {
    guard let slot = scan.layout.slot(.sum, input) else {
      preconditionFailure("No sum of \(input)")
    }
    return numbers(slot, groups).map { UInt64(bitPattern: $0) }
  }

  /// The greatest or least code of each group; `nil` for a group without any.
  public func extremes(_ input: GroupScan.Input, isLargest: Bool, _ groups: [Int]) -> [UInt32?] {
    guard let slot = scan.layout.slot(isLargest ? .most : .least, input) else {
      preconditionFailure("No extreme of \(input)")
    }
    return numbers(slot, groups).map {
      guard $0 > 0 else { return nil }
      let code = UInt32(truncatingIfNeeded: $0 - 1)
      return isLargest ? code : ~code
    }
  }

  /// The number of different codes of each group.
  public func distinctCounts(_ input: GroupScan.Input, _ groups: [Int]) -> [Int64] {
    guard let index = scan.bits.firstIndex(where: { $0.input == input }) else {
      preconditionFailure("No distinct count of \(input)")
    }
    let width = (scan.bits[index].size + 63) / 64
    let words = unsafe bits[index].pointer(UInt64.self)
    return groups.map { unsafe Int64(ck_count(words + $0 * width, width)) }
  }

  /// The codes that were kept, by group.
  public func keptCodes(_ input: GroupScan.Input) -> KeptCodes {
    guard let index = scan.kept.firstIndex(of: input) else {
      preconditionFailure("No codes of \(input)")
    }
    return kept[index]
  }

  private func numbers(_ slot: Int, _ groups: [Int]) -> [Int64] {
    fold()
    let base = unsafe records.pointer(UInt64.self)
    return groups.map { unsafe Int64(bitPattern: base[$0 * stride + slot]) }
  }
}
