/** The formal list with outside effect (严重失信主体名单), or the internal one without (重点监管对象). */
export type ListRegister = 'serious-dishonesty' | 'key-supervision';
