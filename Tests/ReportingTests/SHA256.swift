/// SHA-256 by the plain steps of FIPS 180-4, to check the constant in the page's policy.
enum SHA256 {
  static func digest(_ message: [UInt8]) -> [UInt8] {
    var hash = primes(8).map { fraction($0, root: 2) }
    let constants = primes(64).map { fraction($0, root: 3) }
    var data = message + [0x80]
    while data.count % 64 != 56 { data.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      data.append(UInt8(truncatingIfNeeded: UInt64(message.count * 8) >> UInt64(shift)))
    }
    func turn(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
    for block in stride(from: 0, to: data.count, by: 64) {
      var words = (0..<16).map { index -> UInt32 in
        data[(block + 4 * index)..<(block + 4 * index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
      }
      for index in 16..<64 {
        let (a, b) = (words[index - 15], words[index - 2])
        let first = turn(a, 7) ^ turn(a, 18) ^ (a >> 3)
        let second = turn(b, 17) ^ turn(b, 19) ^ (b >> 10)
        words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
      }
      var v = hash
      for index in 0..<64 {
        let mixed = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
        let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
        let first = v[7] &+ mixed &+ choice &+ constants[index] &+ words[index]
        let other = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)
        let second = other &+ ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]))
        v = [first &+ second, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
      }
      hash = zip(hash, v).map { $0 &+ $1 }
    }
    return hash.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  static func hex(_ message: [UInt8]) -> String {
    digest(message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  static func base64(_ message: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = digest(message) + [0]  // 32 bytes and a zero are 11 groups of three
    var text = ""
    for group in stride(from: 0, to: 33, by: 3) {
      let bits =
        UInt32(bytes[group]) << 16 | UInt32(bytes[group + 1]) << 8 | UInt32(bytes[group + 2])
      for shift in [18, 12, 6, 0] as [UInt32] { text.append(letters[Int(bits >> shift & 63)]) }
    }
    return text.dropLast() + "="
  }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var next: UInt64 = 2
    while found.count < count {
      if found.allSatisfy({ next % $0 != 0 }) { found.append(next) }
      next += 1
    }
    return found
  }

  /// The first 32 bits of the fraction of a prime's square or cube root, by bisection in integers.
  private static func fraction(_ prime: UInt64, root: Int) -> UInt32 {
    var (low, high) = (UInt64(0), UInt64(20) << 32)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      // middle is the root × 2^32; compare middle^root with prime × 2^(32 root) in wide integers.
      let square = UInt128(middle) * UInt128(middle)
      let isBelow =
        root == 2
        ? square <= UInt128(prime) << 64
        : square <= (UInt128(prime) << 96 / UInt128(max(1, middle)))
      if isBelow { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }
}
