/// Computes the SHA-256 of bytes, by which specs, data and runs are told apart.
///
///     contentDigest(of: Array("abc".utf8))  // "ba7816bf…"
///
/// - Parameter bytes: Any bytes.
/// - Returns: 64 hexadecimal digits.
/// - Complexity: O(bytes).
public func contentDigest(of bytes: [UInt8]) -> String {
  var digest = SHA256Digest()
  digest.add(bytes)
  return digest.finish()
}
