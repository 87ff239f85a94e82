import CCrypto
import ClaimsKernels

/// Computes a SHA-256 from pieces; the one place that calls libcrypto.
@safe
struct SHA256Digest: ~Copyable {
  // SAFETY: made by `init`, used only here, freed once by `deinit`.
  private let context: OpaquePointer

  init() {
    guard let made = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(made, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto has no SHA-256") }
    unsafe context = made
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func add(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe add($0) }
  }

  mutating func add(_ bytes: ColumnBytes, count: Int) {
    unsafe bytes.withBytes { unsafe add(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
  }

  @unsafe
  private func add(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    let done = unsafe EVP_DigestUpdate(context, base, bytes.count)
    precondition(done == 1, "libcrypto refused \(bytes.count) bytes")
  }

  /// The digest in hexadecimal.
  consuming func finish() -> String {
    var result = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let done = unsafe result.withUnsafeMutableBufferPointer {
      unsafe EVP_DigestFinal_ex(context, $0.baseAddress, &length)
    }
    precondition(done == 1 && length == 32, "libcrypto returned \(length) bytes")
    return hexadecimal(result)
  }
}

/// Computes the HMAC-SHA-256 of a message.
///
/// - Parameters:
///   - key: At least one byte.
///   - message: The text.
/// - Returns: 64 hexadecimal digits.
func hmacSHA256(key: [UInt8], message: [UInt8]) -> String {
  var result = [UInt8](repeating: 0, count: 32)
  var length: UInt32 = 0
  let made = unsafe key.withUnsafeBufferPointer { key in
    unsafe message.withUnsafeBufferPointer { message in
      unsafe result.withUnsafeMutableBufferPointer { result in
        unsafe HMAC(
          EVP_sha256(), key.baseAddress, Int32(key.count), message.baseAddress, message.count,
          result.baseAddress, &length) != nil
      }
    }
  }
  precondition(made && length == 32, "libcrypto returned \(length) bytes")
  return hexadecimal(result)
}

/// Two lower-case digits for each byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
  return String(decoding: text, as: UTF8.self)
}
