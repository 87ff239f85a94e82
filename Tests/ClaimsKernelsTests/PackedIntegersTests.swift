import Testing

@testable import ClaimsKernels

@Suite("Packed integers")
struct PackedIntegersTests {
  private func pack(_ values: [Int64], nulls: [UInt8] = []) -> PackedIntegers {
    var builder = PackedIntegersBuilder(
      count: values.count, spread: integerSpread(values, nulls: nulls))
    builder.store(values, nulls: nulls, count: values.count, at: 0)
    return builder.finish()
  }

  @Test(
    "Every value survives at every width",
    arguments: [
      ([5, 5, 5], CodeWidth.none), ([-1, 0, -1], .bit), ([0, 255, 3], .byte),
      ([0, 1000, 255_000], .byte), ([-300, 40_001, 7], .half), ([0, 70_001, 5], .word),
      ([.min, .max, 0, -1, 1], .double), ([], .none),
    ] as [([Int64], CodeWidth)])
  func widths(values: [Int64], width: CodeWidth) {
    let packed = pack(values)
    #expect(packed.width == width)
    #expect(values.indices.map { packed[$0] } == values)
    var decoded = [Int64](repeating: 0, count: values.count)
    packed.decode(from: 0, count: values.count, into: &decoded)
    #expect(decoded == values)
  }

  @Test(
    "Lengths around words and vectors decode alike from any start",
    arguments: [0, 1, 7, 8, 9, 31, 32, 33, 70])
  func lengths(count: Int) {
    for modulus in [2, 200, 60_000, 70_000_000] as [Int64] {
      let values = (0..<count).map { (Int64($0) &* 7_919_993) % modulus }
      let packed = pack(values)
      for start in 0...count {
        var decoded = [Int64](repeating: 0, count: count - start)
        packed.decode(from: start, count: count - start, into: &decoded)
        #expect(decoded == Array(values[start...]))
      }
    }
  }

  @Test("A null takes the code 0 and no part in the spread")
  func nulls() {
    let packed = pack([900, 10, 12], nulls: [1, 0, 0])
    #expect(packed.base == 10)
    #expect(packed.width == .bit)
    #expect(packed.code(0) == 0)
    #expect(packed[2] == 12)
  }

  @Test("A range marks what a plain comparison marks, at every width and length", arguments: 0...33)
  func ranges(count: Int) {
    for modulus in [1, 2, 200, 60_000, 70_000_000] as [Int64] {
      let values = (0..<count).map { (Int64($0) &* 7_919_993) % modulus }
      let packed = pack(values)
      for (low, high) in [(0, 0), (0, 100), (50, 199), (1, 40_000_000)] as [(UInt64, UInt64)] {
        for isInside in [true, false] {
          var mask = RowMask(capacity: count)
          mask.reset(count: count)
          mask.keep(packed, from: 0, codes: low...high, isInside: isInside)
          #expect(
            mask.rows
              == (0..<count).filter { (low...high).contains(packed.code($0)) == isInside })
        }
      }
    }
  }

  @Test("Any changed bit changes the checksum", arguments: [0, 1, 7, 8, 9, 63, 64, 65, 200])
  func checksums(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let digest = blockDigest(bytes)
    for bit in 0..<count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(blockDigest(changed) != digest)
    }
  }

  @Test("The order of keys is the order of a stable sort", arguments: UInt64(1)...12)
  func sorting(seed: UInt64) {
    var state = seed
    let keys = (0..<Int(seed) * 20).map { _ -> UInt64 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> (seed * 3)
    }
    let expected = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    #expect(sortedOrder(keys).map { Int($0) } == expected)
  }
}

@Suite("Record scanner")
struct CSVRecordScannerTests {
  /// All records by a character-by-character reader that follows RFC 4180 to the letter.
  private func slowRecords(_ text: [UInt8]) -> [[[UInt8]]] {
    var records: [[[UInt8]]] = []
    var index = 0
    while index < text.count {
      var fields: [[UInt8]] = []
      var ended = false
      while !ended {
        var field: [UInt8] = []
        if index < text.count, text[index] == 0x22 {
          index += 1
          while !(text[index] == 0x22 && (index + 1 == text.count || text[index + 1] != 0x22)) {
            field.append(text[index])
            index += text[index] == 0x22 ? 2 : 1
          }
          index += 1
          if index + 1 < text.count, text[index] == 0x0D, text[index + 1] == 0x0A { index += 1 }
        } else {
          while index < text.count, text[index] != 0x2C, text[index] != 0x0A {
            field.append(text[index])
            index += 1
          }
          if field.last == 0x0D, index == text.count || text[index] == 0x0A { field.removeLast() }
        }
        fields.append(field)
        ended = index >= text.count || text[index] == 0x0A
        index += 1
      }
      records.append(fields)
    }
    return records
  }

  @Test("Cuts random records as a slow reader does", arguments: UInt64(1)...200)
  func agrees(seed: UInt64) {
    var state = seed
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var text: [UInt8] = []
    for record in 0..<next(6) {
      if record > 0 { text += next(2) == 0 ? [0x0A] : [0x0D, 0x0A] }
      for field in 0...next(5) {
        if field > 0 { text.append(0x2C) }
        let length = next(20)
        if next(3) == 0 {
          let inner = (0..<length).flatMap { _ -> [UInt8] in
            [[0x61], [0x2C], [0x0A], [0x22, 0x22]][Int(next(4))]
          }
          text += [0x22] + inner + [0x22]
        } else {
          text += (0..<length).map { _ in UInt8(0x61 + next(20)) }
        }
      }
    }
    let bytes = ColumnBytes(copying: text)
    var scanner = CSVRecordScanner(bytes, range: 0..<text.count, delimiter: 0x2C)
    var found: [[[UInt8]]] = []
    while scanner.next() == .record {
      found.append(
        (0..<scanner.fieldCount).map { field in
          let raw = Array(text[scanner.starts[field]..<scanner.ends[field]])
          guard scanner.quoting[field] == 2 else { return raw }
          return Array(String(decoding: raw, as: UTF8.self).replacing("\"\"", with: "\"").utf8)
        })
    }
    #expect(found == slowRecords(text))
  }

  @Test("UTF-8 is judged as the standard library judges it", arguments: UInt64(1)...300)
  func utf8(seed: UInt64) {
    var state = seed
    let lead: [UInt8] = [
      0x41, 0x7F, 0x80, 0xBF, 0xC2, 0xC0, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xA0, 0x90,
    ]
    let text = (0..<8).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return lead[Int(state >> 33) % lead.count]
    }
    let bytes = ColumnBytes(copying: text)
    let isValid = String(validating: text, as: UTF8.self) != nil
    #expect((firstInvalidUTF8(bytes, range: 0..<8) == nil) == isValid)
    #expect(isPlainText(bytes, range: 0..<8) == text.allSatisfy { $0 > 0 && $0 < 128 })
  }
}
