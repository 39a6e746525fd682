//! What each byte means to the shell's lexer: one table, looked up once a byte.

/// Ends a run of ordinary characters outside quotes.
pub(super) const STOP: u16 = 1 << 0;
/// Ends a word outside quotes: blanks, newlines, operators.
pub(super) const META: u16 = 1 << 1;
/// Means something between double quotes or in a here-document.
pub(super) const IN_DOUBLE: u16 = 1 << 2;
/// Means something in `${…}`, in arithmetic or in a subscript.
pub(super) const IN_NEST: u16 = 1 << 3;
/// Can stand in a name.
pub(super) const NAME: u16 = 1 << 4;
/// Can begin a name.
pub(super) const NAME_START: u16 = 1 << 5;
/// Digits.
pub(super) const DIGIT: u16 = 1 << 6;
/// `$1`, `$@`, `$?`: parameters that are not names.
pub(super) const SPECIAL: u16 = 1 << 7;

/// `=`, which can end the name in an assignment.
pub(super) const EQUALS: u16 = 1 << 8;

static FLAGS: [u16; 256] = {
    let mut flags = [0; 256];
    let groups: [(&[u8], u16); 9] = [
        (b" \t\n|&;()<>", STOP | META),
        (b"\\'\"$`", STOP | IN_NEST),
        (b"*?[~{}", STOP),
        (b"\"\\$`", IN_DOUBLE),
        (b"(){}[]<>", IN_NEST),
        (b"ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz", NAME | NAME_START),
        (b"0123456789", NAME | DIGIT | SPECIAL),
        (b"@*#?-$!", SPECIAL),
        (b"=", EQUALS),
    ];
    let mut group = 0;
    while group < groups.len() {
        let (bytes, flag) = groups[group];
        let mut index = 0;
        while index < bytes.len() {
            flags[bytes[index] as usize] |= flag;
            index += 1;
        }
        group += 1;
    }
    flags
};

/// Whether `byte` has one of `flags`.
#[inline]
pub(super) const fn is(byte: u8, flags: u16) -> bool {
    FLAGS[byte as usize] & flags != 0
}

/// The first place from `from` whose byte has one of `flags`, or the end of `bytes`.
#[inline]
pub(super) fn find(bytes: &[u8], from: usize, flags: u16) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    rest.iter().position(|&byte| is(byte, flags)).map_or(bytes.len(), |offset| from + offset)
}

/// The first place from `from` whose byte has none of `flags`, or the end of `bytes`.
#[inline]
pub(super) fn skip(bytes: &[u8], from: usize, flags: u16) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    rest.iter().position(|&byte| !is(byte, flags)).map_or(bytes.len(), |offset| from + offset)
}
