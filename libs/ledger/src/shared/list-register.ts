/**
 * Which of two lists a listing is on: the formal one with outside effect (严重失信主体名单), or the internal one without
 * (重点监管对象). The register of cases (`blacklist-register.ts`) is something else: it shows how every case stands.
 */
export type ListRegister = 'serious-dishonesty' | 'key-supervision';
