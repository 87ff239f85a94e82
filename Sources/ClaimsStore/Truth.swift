/// The truth of a condition over a run of rows.
struct Truth {
  /// 1 where the condition is true.
  var yes: [UInt8]
  /// 1 where it is unknown, and never together with `yes`; empty when it never is.
  var unknown: [UInt8]

  init(_ value: Bool?, count: Int) {
    yes = [UInt8](repeating: value == true ? 1 : 0, count: count)
    unknown = value == nil ? [UInt8](repeating: 1, count: count) : []
  }

  init(yes: [UInt8], unknown: [UInt8]) {
    self.yes = yes
    self.unknown = unknown
  }

  /// Turns true into false and back; unknown stays.
  mutating func negate() {
    if unknown.isEmpty {
      for index in yes.indices { yes[index] ^= 1 }
    } else {
      for index in yes.indices { yes[index] = (yes[index] | unknown[index]) ^ 1 }
    }
  }

  /// Joins with AND.
  mutating func formAnd(_ other: Truth) {
    if !unknown.isEmpty || !other.unknown.isEmpty {
      let zeros = [UInt8](repeating: 0, count: yes.count)
      let left = unknown.isEmpty ? zeros : unknown
      let right = other.unknown.isEmpty ? zeros : other.unknown
      var joined = zeros
      for index in yes.indices {
        // Unknown unless either side is false.
        let possible = (yes[index] | left[index]) & (other.yes[index] | right[index])
        joined[index] = possible & (left[index] | right[index])
      }
      unknown = joined
    }
    for index in yes.indices { yes[index] &= other.yes[index] }
  }

  /// Joins with OR.
  mutating func formOr(_ other: Truth) {
    if !unknown.isEmpty || !other.unknown.isEmpty {
      let zeros = [UInt8](repeating: 0, count: yes.count)
      let left = unknown.isEmpty ? zeros : unknown
      let right = other.unknown.isEmpty ? zeros : other.unknown
      var joined = zeros
      for index in yes.indices {
        joined[index] = (left[index] | right[index]) & ((yes[index] | other.yes[index]) ^ 1)
      }
      unknown = joined
    }
    for index in yes.indices { yes[index] |= other.yes[index] }
  }
}
