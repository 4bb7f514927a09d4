/** 省级节点 of Hebei: our default, that of another province was seen (regulations 7.3). */
export const NODE_NUM = '130000';
