import CClaimsKernels

/// What one worker knows of each group so far.
public final class GroupScanWorker {
  let scan: GroupScan
  let buffers: ScanBuffers
  private(set) var records: ScratchMemory
  let stride: Int
  let replicas: Int
  /// Slots from one copy of the records to the next.
  let span: Int
  private(set) var bits: [ScratchMemory] = []
  /// Whether the copies of the records are joined.
  var isFolded = false
  var kept: [KeptCodes]
  /// The group of rows that are left out.
  private var outside: UInt32 { UInt32(scan.groups) }
  let ids: Int
  let spare: Int

  /// The rows of a run.
  public static func runRows(_ scan: GroupScan) -> Int {
    scan.keys.isEmpty && scan.bits.isEmpty && scan.kept.isEmpty ? ClaimsBlock.rows : 16_384
  }

  /// Makes room for every group.
  ///
  /// - Parameter scan: The plan.
  public init(_ scan: GroupScan) {
    self.scan = scan
    let slots = scan.layout.count
    let groups = scan.groups + 1
    var rounded = 1
    while rounded < slots { rounded <<= 1 }
    // Records that do not cross cache lines, as long as that keeps them in the cache.
    stride = slots <= 8 && groups * rounded * 8 <= 1 << 22 ? rounded : slots
    replicas = groups * stride * 8 * 4 <= 1 << 18 ? 4 : 1
    span = groups * stride
    records = ScratchMemory(bytes: replicas * span * 8, isZeroed: true)
    for (_, size) in scan.bits {
      bits.append(ScratchMemory(bytes: groups * ((size + 63) / 64) * 8, isZeroed: true))
    }
    kept = scan.kept.map { _ in KeptCodes() }
    let columns = scan.columns.count * ScanColumn.buffers
    ids = columns
    spare = columns + 1
    buffers = ScanBuffers(
      rows: Self.runRows(scan), count: columns + 2 + 3 * max(1, scan.inputs.count))
  }

  /// Adds the rows of a run.
  ///
  /// - Parameters:
  ///   - start: The first row; a multiple of 64, and the run lies in one block.
  ///   - mask: The rows that count.
  ///   - filters: The conditions that inputs name.
  public func add(from start: Int, mask: RowMask, filters: [RowMask]) {
    let count = mask.count
    precondition(count <= buffers.rows && start & 63 == 0, "\(count) rows at \(start)")
    guard mask.kind != .none else { return }
    let block = start / ClaimsBlock.rows
    var constant: UInt32? = 0
    for (column, width) in scan.keys {
      guard let place = scan.columns[column].constant(ofBlock: block), let known = constant else {
        constant = nil
        break
      }
      constant = known * width + place
    }
    if let constant {
      unsafe addToOne(Int(constant), start, mask, filters)
      return
    }
    let chosen = mask.population
    if chosen == 0 { return }
    if chosen == count {
      unsafe addRows(ScanRows(start: start, count: count), nil, filters)
    } else if chosen * 2 < count || !scan.kept.isEmpty {
      unsafe mask.words.withUnsafeBufferPointer {
        guard let words = $0.baseAddress else { return }
        unsafe addRows(
          ScanRows(start: start, length: count, count: chosen, mask: words), nil, filters)
      }
    } else {
      unsafe addRows(ScanRows(start: start, count: count), mask, filters)
    }
  }

  /// Adds rows in an order in which the rows of a group follow each other.
  ///
  /// - Parameters:
  ///   - order: The rows.
  ///   - places: Which of them; the first begins a partition, and each partition is a group.
  public func add(_ order: RowOrder, places: Range<Int>) {
    precondition(places.lowerBound >= 0 && places.upperBound <= order.count, "\(places)")
    var group = -1
    let numbers = unsafe buffers.numbers(ids)
    for start in Swift.stride(from: places.lowerBound, to: places.upperBound, by: buffers.rows) {
      let count = min(buffers.rows, places.upperBound - start)
      for place in 0..<count {
        group += unsafe Int(order.starts[start + place])
        unsafe numbers[place] = UInt32(truncatingIfNeeded: group)
      }
      precondition(group >= 0 && group < scan.groups, "Group \(group) of \(scan.groups)")
      unsafe addRows(
        ScanRows(list: order.rows + start, count: count), nil, [], numbers: UnsafePointer(numbers))
    }
  }

  // MARK: - Groups that differ from row to row

  @unsafe
  private func groupNumbers(_ rows: ScanRows) -> UnsafePointer<UInt32> {
    let out = unsafe buffers.numbers(ids)
    let block = rows.start / ClaimsBlock.rows
    let count = rows.count
    var isFirst = true
    for (index, width) in scan.keys {
      let column = scan.columns[index]
      if let place = column.constant(ofBlock: block) {
        if isFirst {
          unsafe out.update(repeating: place, count: count)
        } else {
          for row in 0..<count { unsafe out[row] = out[row] &* width &+ place }
        }
        isFirst = false
        continue
      }
      let loaded = unsafe column.load(rows, buffers, at: index * ScanColumn.buffers)
      var places = unsafe loaded.codes
      if let valid = unsafe loaded.valid {
        let filled = unsafe isFirst ? out : buffers.numbers(spare)
        unsafe filled.update(from: places, count: count)
        unsafe ck_replace(filled, count, valid, width - 1)
        unsafe places = UnsafePointer(filled)
      }
      if isFirst {
        if scan.keys.count == 1 { return unsafe places }
        if unsafe places != UnsafePointer(out) { unsafe out.update(from: places, count: count) }
      } else {
        unsafe ck_nest(out, count, width, places)
      }
      isFirst = false
    }
    return unsafe UnsafePointer(out)
  }

  // SAFETY: every group number is below `groups`, or `outside`, whose record exists as well.
  @unsafe
  private func addRows(
    _ rows: ScanRows, _ mask: RowMask?, _ filters: [RowMask],
    numbers given: UnsafePointer<UInt32>? = nil
  ) {
    let count = rows.count
    var numbers = unsafe given ?? groupNumbers(rows)
    if let mask {
      let out = unsafe buffers.numbers(ids)
      if unsafe numbers != UnsafePointer(out) {
        unsafe out.update(from: numbers, count: count)
        unsafe numbers = UnsafePointer(out)
      }
      unsafe mask.words.withUnsafeBufferPointer {
        guard let words = $0.baseAddress else { return }
        unsafe ck_replace(out, count, words, outside)
      }
    }
    var values: [ScanCodes] = []
    var added: [UnsafePointer<UInt32>?] = unsafe []
    for index in scan.inputs.indices { unsafe values.append(load(index, rows, filters)) }
    for (kind, input) in scan.layout.added {
      guard let place = scan.inputs.firstIndex(of: input) else { continue }
      if kind == .sum {
        unsafe added.append(values[place].codes)
      } else {
        let out = unsafe buffers.numbers(spare + 3 + 3 * place)
        if let valid = unsafe values[place].valid {
          unsafe ck_widen_bits(valid, count, out)
        } else {
          unsafe out.update(repeating: 1, count: count)
        }
        unsafe added.append(UnsafePointer(out))
      }
    }
    let base = unsafe records.pointer(UInt64.self)
    let fetches: Int32 = span * 8 > 1 << 20 ? 1 : 0
    var first = 0
    repeat {
      let part = unsafe min(7, added.count - first)
      unsafe added.withUnsafeBufferPointer {
        unsafe ck_add_records(
          first == 0 ? base : base + 1 + first, span, replicas, stride, numbers, count,
          $0.baseAddress.map { unsafe $0 + first }, part, first == 0 ? 1 : 0, fetches)
      }
      first += part
    } while unsafe first < added.count
    for (place, entry) in scan.layout.raised.enumerated() {
      guard let index = scan.inputs.firstIndex(of: entry.input) else { continue }
      let slot = unsafe base + 1 + scan.layout.added.count + place
      unsafe ck_most_records(
        slot, stride, routed(numbers, values[index].valid, count), count, values[index].codes,
        entry.kind == .least ? .max : 0)
    }
    for (place, entry) in scan.bits.enumerated() {
      guard let index = scan.inputs.firstIndex(of: entry.input) else { continue }
      unsafe ck_set_bits(
        bits[place].pointer(UInt64.self), (entry.size + 63) / 64,
        routed(numbers, values[index].valid, count), count, values[index].codes)
    }
    for (place, input) in scan.kept.enumerated() {
      guard let index = scan.inputs.firstIndex(of: input) else { continue }
      unsafe kept[place].add(
        routed(numbers, values[index].valid, count), values[index].codes, count)
    }
  }

  /// Group numbers in which rows that are null go outside.
  @unsafe
  private func routed(
    _ numbers: UnsafePointer<UInt32>, _ valid: UnsafeMutablePointer<UInt64>?, _ count: Int
  ) -> UnsafePointer<UInt32> {
    guard let valid = unsafe valid else { return unsafe numbers }
    let out = unsafe buffers.numbers(spare)
    unsafe out.update(from: numbers, count: count)
    unsafe ck_replace(out, count, valid, outside)
    return unsafe UnsafePointer(out)
  }

  /// An input's codes, 0 where they do not count, and which count.
  @unsafe
  private func load(_ index: Int, _ rows: ScanRows, _ filters: [RowMask]) -> ScanCodes {
    let input = scan.inputs[index]
    let count = rows.count
    let out = unsafe buffers.numbers(spare + 1 + 3 * index)
    let words = unsafe buffers.bits(spare + 2 + 3 * index)
    var loaded = unsafe ScanCodes(codes: UnsafePointer(out), valid: nil)
    if let column = input.column {
      unsafe loaded = scan.columns[column].load(rows, buffers, at: column * ScanColumn.buffers)
    } else {
      unsafe out.update(repeating: 0, count: count)
    }
    guard let filter = input.filter else { return loaded }
    let mask = filters[filter]
    switch mask.kind {
    case .all: return loaded
    case .none: unsafe words.update(repeating: 0, count: (count + 63) / 64)
    case .some:
      unsafe mask.words.withUnsafeBufferPointer {
        guard let source = $0.baseAddress else { return }
        if let chosen = unsafe rows.mask {
          unsafe ck_pack_bits(source, chosen, rows.length, words)
        } else {
          unsafe words.update(from: source, count: (count + 63) / 64)
        }
      }
    }
    if let valid = unsafe loaded.valid {
      for word in 0..<(count + 63) / 64 { unsafe words[word] &= valid[word] }
    }
    // The column may be loaded for another input as well: change a copy.
    if input.column != nil {
      unsafe out.update(from: loaded.codes, count: count)
      unsafe ck_replace(out, count, words, 0)
    }
    return unsafe ScanCodes(codes: UnsafePointer(out), valid: words)
  }

  // MARK: - Rows of one group

  // SAFETY: the group is one of the scan's.
  @unsafe
  private func addToOne(_ group: Int, _ start: Int, _ mask: RowMask, _ filters: [RowMask]) {
    let count = mask.count
    let record = unsafe records.pointer(UInt64.self) + group * stride
    unsafe record[0] += UInt64(mask.population)
    for input in scan.inputs {
      var own = mask
      if let filter = input.filter { own.formIntersection(filters[filter]) }
      guard own.kind != .none else { continue }
      let column = input.column.map { scan.columns[$0] }
      var loaded: ScanCodes?
      let isDirect =
        column.map {
          $0.isPlain && $0.values.width >= .byte
            && !($0.nulls != nil && $0.blocks[start / ClaimsBlock.rows].hasNulls)
        } ?? true
      if let column, !isDirect {
        unsafe loaded = column.load(
          ScanRows(start: start, count: count), buffers,
          at: (input.column ?? 0) * ScanColumn.buffers)
        if let valid = unsafe loaded?.valid {
          let words = (count + 63) / 64
          if own.kind == .all {
            own.set(words: count) { for word in 0..<words { unsafe $0[word] = valid[word] } }
          } else {
            own.set(words: count) { for word in 0..<words { unsafe $0[word] &= valid[word] } }
          }
        }
      }
      if let slot = scan.layout.slot(.valid, input) {
        unsafe record[slot] += UInt64(own.population)
      }
      guard let column else { continue }
      let codes = unsafe MaskedColumn(column.values, start, loaded?.codes, own)
      if let slot = scan.layout.slot(.sum, input) { unsafe record[slot] &+= codes.sum() }
      if let slot = scan.layout.slot(.most, input) {
        unsafe record[slot] = max(record[slot], codes.most(flipped: false))
      }
      if let slot = scan.layout.slot(.least, input) {
        unsafe record[slot] = max(record[slot], codes.most(flipped: true))
      }
      let isMarked = scan.bits.firstIndex { $0.input == input }
      let isKept = scan.kept.firstIndex(of: input)
      guard isMarked != nil || isKept != nil else { continue }
      let chosen = own.population
      let read = unsafe own.words.withUnsafeBufferPointer { words in
        let reading =
          unsafe own.kind == .some && words.baseAddress != nil
          ? ScanRows(
            start: start, length: count, count: chosen, mask: words.baseAddress.unsafelyUnwrapped)
          : ScanRows(start: start, count: count)
        return unsafe column.load(
          reading, buffers, at: (input.column ?? 0) * ScanColumn.buffers)
      }
      if let isMarked {
        let width = (scan.bits[isMarked].size + 63) / 64
        unsafe ck_set_bits_of_one(
          bits[isMarked].pointer(UInt64.self) + group * width, chosen, read.codes)
      }
      if let isKept {
        let numbers = unsafe buffers.numbers(ids)
        unsafe numbers.update(repeating: UInt32(group), count: chosen)
        unsafe kept[isKept].add(UnsafePointer(numbers), read.codes, chosen)
      }
    }
  }
}
